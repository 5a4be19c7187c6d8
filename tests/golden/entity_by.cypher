// entityBy
RETURN COLLECT {
  MATCH (:Identifier {url: $p0})-[:IDENTIFIES]->(n1:Entity)
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`id`: n1.`id`, `kind`: n1.`kind`, `sameAs`: n1.`same_as`} }[0] AS answer
