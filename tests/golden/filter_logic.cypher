// people
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE (n1.`id` IN ids_p0
      OR (n1.`mention_count` > $p1
        AND NOT n1.`name` = $p2))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p3
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
