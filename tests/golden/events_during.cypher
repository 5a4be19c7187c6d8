// events
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE ((n1.start_min IS NOT NULL
        AND n1.start_min <= $p1
        AND n1.end_max IS NOT NULL
        AND n1.end_max >= $p0)
      AND (n1.`status` IS NOT NULL
        AND n1.`status` = 'HELD')
      AND (((n1.`start_min` IS NOT NULL
            AND n1.`start_min` >= $p2)
          AND (n1.`start_max` IS NOT NULL
            AND n1.`start_max` <= $p3))
        OR (n1.`start_min` IS NOT NULL
          AND n1.`start_min` > $p4)))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p5
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
