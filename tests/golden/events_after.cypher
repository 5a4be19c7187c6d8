// events
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE n1.id IS NOT NULL
    AND CASE WHEN $p1 IS NULL THEN n1.`start` IS NULL
    AND n1.id > $p2 ELSE n1.`start` > $p1
    OR n1.`start` IS NULL
    OR (n1.`start` = $p1
      AND n1.id > $p2) END
    WITH n1
    ORDER BY n1.`start`, n1.id
    LIMIT $p0
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
