// places
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
WITH *, COLLECT {
  MATCH (s:Entity)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(i:Entity)
  WHERE s.id IN ids_p0
  RETURN DISTINCT i.id } AS inside_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE n1.id IN inside_p0
    AND n1.`sort_name` IS NOT NULL
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.`sort_name` DESC, n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
