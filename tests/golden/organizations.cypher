// organizations
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE n1.id IN COLLECT {
      MATCH (x1)-[r2:MEMBER_OF]->(n2:Entity)
      WHERE r2.status = 'HELD'
      AND n2.`id` IN ids_p0
      RETURN x1.id AS x }
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
