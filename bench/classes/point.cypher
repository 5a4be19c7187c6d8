MATCH (p:Person {id: $id})
RETURN p.id AS id, p.name AS name, p.description AS description, p.mention_count AS mentionCount, p.article_count AS articleCount
