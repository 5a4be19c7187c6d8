// paths
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`length`: j1.`length`, `confidence`: j1.`confidence`, `summary`: j1.`summary`, `nodes`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`nodes`, [])) - 1) AS i2
      MATCH (n2:Entity {id: j1.`nodes`[i2]})
      WITH i2, n2
      ORDER BY i2
      RETURN {`name`: n2.`name`} }, `edges`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`edges`, [])) - 1) AS i2
      MATCH ()-[r2:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT|MENTIONS {id: j1.`edges`[i2]}]->()
      WITH i2, r2
      ORDER BY i2
      RETURN {`id`: r2.`id`} }} } AS answer
