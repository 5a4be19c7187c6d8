// stats
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`entities`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`entities`, [])) - 1) AS i2
      WITH i2, j1.`entities`[i2] AS j2
      WITH i2, j2
      ORDER BY i2
      RETURN {`key`: j2.`key`, `count`: j2.`count`} }, `relations`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`relations`, [])) - 1) AS i2
      WITH i2, j1.`relations`[i2] AS j2
      WITH i2, j2
      ORDER BY i2
      RETURN {`key`: j2.`key`, `count`: j2.`count`} }, `articles`: j1.`articles`, `firstPublished`: j1.`firstPublished`, `lastPublished`: j1.`lastPublished`} } AS answer
