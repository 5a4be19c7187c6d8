// events
RETURN COLLECT {
  WITH COLLECT {
    WITH COLLECT {
      MATCH (n1:Event)
      WHERE n1.id IS NOT NULL
      AND n1.`start` IS NOT NULL
      AND n1.`start` >= $p1
      AND (n1.`start` > $p1
        OR n1.id > $p2)
      WITH n1
      ORDER BY n1.`start`, n1.id
      LIMIT $p0
      RETURN n1 } AS some_n1
    CALL (some_n1) {
      UNWIND some_n1 AS n1
      RETURN n1
      UNION ALL
      UNWIND CASE WHEN size(some_n1) < $p0 THEN [0] ELSE [] END AS room_n1
      MATCH (n1:Event)
      WHERE n1.id IS NOT NULL
      AND n1.`start` IS NULL
      AND ($p1 IS NOT NULL
        OR (n1.id > $p2))
      WITH n1
      ORDER BY n1.id
      LIMIT $p0
      RETURN n1 }
    WITH n1
    ORDER BY n1.`start`, n1.id
    LIMIT $p0
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
