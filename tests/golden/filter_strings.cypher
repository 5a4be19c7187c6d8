// contains
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.folded CONTAINS $p0
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// ends
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.folded ENDS WITH $p0
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// starts
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.folded STARTS WITH $p0
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
