// articles
RETURN COLLECT {
  WITH COLLECT {
    WITH COLLECT {
      MATCH (n1:Article)
      WHERE ((n1.`start_max` IS NOT NULL
          AND n1.`start_max` < $p0)
        AND (n1.`publisher` IS NOT NULL
          AND n1.`publisher` = $p1))
      AND n1.id IS NOT NULL
      AND n1.`start` IS NOT NULL
      WITH n1
      ORDER BY n1.`start`, n1.id
      LIMIT $p2
      RETURN n1 } AS some_n1
    CALL (some_n1) {
      UNWIND some_n1 AS n1
      RETURN n1
      UNION ALL
      UNWIND CASE WHEN size(some_n1) < $p2 THEN [0] ELSE [] END AS room_n1
      MATCH (n1:Article)
      WHERE ((n1.`start_max` IS NOT NULL
          AND n1.`start_max` < $p0)
        AND (n1.`publisher` IS NOT NULL
          AND n1.`publisher` = $p1))
      AND n1.id IS NOT NULL
      AND n1.`start` IS NULL
      WITH n1
      ORDER BY n1.id
      LIMIT $p2
      RETURN n1 }
    WITH n1
    ORDER BY n1.`start`, n1.id
    LIMIT $p2
    RETURN [{`title`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
