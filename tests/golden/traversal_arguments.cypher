// paths
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`length`: j1.`length`, `edges`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`edges`, [])) - 1) AS i2
      MATCH ()-[r2:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT|MENTIONS {id: j1.`edges`[i2]}]->()
      WITH i2, r2
      ORDER BY i2
      RETURN {`id`: r2.`id`} }} } AS answer

// neighborhood
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`nodes`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`nodes`, [])) - 1) AS i2
      MATCH (n2:Entity {id: j1.`nodes`[i2]})
      WITH i2, n2
      ORDER BY i2
      RETURN {`id`: n2.`id`} }, `truncated`: j1.`truncated`} } AS answer

// common
RETURN COLLECT {
  WITH COLLECT {
    UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
    WITH i1, $rows[i1] AS j1
    WITH i1, j1
    ORDER BY i1
    LIMIT $p0
    RETURN [COLLECT {
        MATCH (n2:Entity {id: j1.`entity`})
        RETURN {`id`: n2.`id`} }[0]] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// timeline: its events
WITH COLLECT {
  UNWIND $p2 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p2
RETURN COLLECT {
  MATCH (n1:Event)
  WHERE ((n1.`status` IS NOT NULL
      AND n1.`status` = 'HELD')
    AND (n1.start_min IS NOT NULL
      AND n1.start_min <= $p1
      AND n1.end_max IS NOT NULL
      AND n1.end_max >= $p0)
    AND n1.id IN COLLECT {
      MATCH (x1)-[r2:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT|MENTIONS]-(n2:Entity)
      WHERE n2.`id` IN ids_p2
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
  RETURN {`from`: j1.`from`, `count`: j1.`count`, `events`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`events`, [])) - 1) AS i2
      MATCH (n2:Entity {id: j1.`events`[i2]})
      WITH i2, n2
      ORDER BY i2
      LIMIT $p3
      RETURN {`id`: n2.`id`} }} } AS answer
