// entity
RETURN COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`__typename`: (left(n1.kind, 1) + toLower(substring(n1.kind, 1))), `id`: n1.`id`, `aliases`: n1.`aliases`, `mentionCount`: n1.`mention_count`, `articleCount`: n1.`article_count`, `degree`: (COUNT {
        MATCH (n1)-[r2:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT]-(n2)
        WHERE (n1:Article
          OR NOT (type(r2) = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status = 'HELD' } + COUNT {
        MATCH (n1:Article)-[r2:MENTIONS]-(n2)
        WHERE (n1:Article
          OR NOT (type(r2) = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status = 'HELD' })} }[0] AS answer, COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 6
  RETURN n1.id } AS others
