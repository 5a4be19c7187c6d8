// centrality
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`rank`: j1.`rank`, `score`: j1.`score`, `entity`: COLLECT {
      MATCH (n2:Entity {id: j1.`entity`})
      RETURN {`name`: n2.`name`} }[0]} } AS answer
