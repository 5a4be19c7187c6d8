// articles
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE ((n1.`start_max` IS NOT NULL
        AND n1.`start_max` < $p0)
      AND (n1.`publisher` IS NOT NULL
        AND n1.`publisher` = $p1))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.`start`, n1.id
    LIMIT $p2
    RETURN [{`title`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
