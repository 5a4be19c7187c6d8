// relations
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    CALL (ids_p0) {
      MATCH (s:Entity)-[r1:MET|VISITED]->(t)
      WHERE s.id IN ids_p0
      AND r1.status = 'HELD'
      AND r1.`confidence` >= $p1
      RETURN r1
      UNION
      MATCH (s)-[r1:MET]->(t:Entity)
      WHERE t.id IN ids_p0
      AND r1.status = 'HELD'
      AND r1.`confidence` >= $p1
      RETURN r1 }
    WITH r1
    WITH r1
    ORDER BY r1.`confidence` DESC, r1.id
    LIMIT $p2
    RETURN [{`id`: r1.`id`, `confidence`: r1.`confidence`, `reportCount`: r1.`report_count`, `independentSourceCount`: r1.`independent_source_count`, `event`: COLLECT {
          MATCH (n2:Entity {id: r1.`event`})
          RETURN {`name`: n2.`name`} }[0]}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
