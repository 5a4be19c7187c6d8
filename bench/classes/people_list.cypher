MATCH (p:Person) WHERE p.folded STARTS WITH $text
WITH p ORDER BY p.sort_name, p.id LIMIT 5000
RETURN p.id AS id, p.name AS name, p.mention_count AS mentionCount, p.article_count AS articleCount
