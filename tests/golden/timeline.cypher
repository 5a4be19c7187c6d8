// timeline: its events
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  MATCH (n1:Event)
  WHERE (true
    AND true
    AND n1.id IN COLLECT {
      MATCH (x1)-[r2:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT|MENTIONS]-(n2:Entity)
      WHERE n2.`id` IN ids_p0
      RETURN x1.id AS x })
  AND n1.id IS NOT NULL
  WITH n1
  ORDER BY n1.id
  RETURN {`id`: n1.`id`, `start`: n1.`start`, `startMin`: n1.`start_min`, `endMax`: n1.`end_max`} } AS answer

// timeline
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`from`: j1.`from`, `to`: j1.`to`, `undated`: j1.`undated`, `count`: j1.`count`, `events`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`events`, [])) - 1) AS i2
      MATCH (n2:Entity {id: j1.`events`[i2]})
      WITH i2, n2
      ORDER BY i2
      LIMIT $p1
      RETURN {`name`: n2.`name`} }} } AS answer
