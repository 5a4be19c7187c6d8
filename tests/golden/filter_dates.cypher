// eq
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE ((n1.`start_min` IS NOT NULL
        AND n1.`start_min` >= $p0)
      AND (n1.`start_max` IS NOT NULL
        AND n1.`start_max` <= $p1))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// gt
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE (n1.`start_min` IS NOT NULL
      AND n1.`start_min` > $p0)
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// upTo
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE ((((n1.`start_min` IS NOT NULL
            AND n1.`start_min` >= $p0)
          AND (n1.`start_max` IS NOT NULL
            AND n1.`start_max` <= $p1))
        OR (n1.`start_min` IS NOT NULL
          AND n1.`start_min` > $p2))
      AND (((n1.`start_min` IS NOT NULL
            AND n1.`start_min` >= $p3)
          AND (n1.`start_max` IS NOT NULL
            AND n1.`start_max` <= $p4))
        OR (n1.`start_max` IS NOT NULL
          AND n1.`start_max` < $p5)))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p6
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// before
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE (n1.`start_max` IS NOT NULL
      AND n1.`start_max` < $p0)
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
