// eq
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.`mention_count` = $p0
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// range
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Entity)
    WHERE (n1.`mention_count` >= $p0
      AND n1.`mention_count` <= $p1)
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// lt
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE n1.`mention_count` < $p0
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
