MATCH (p:Person) WHERE p.folded STARTS WITH $text
WITH p ORDER BY p.sort_name, p.id LIMIT 10
RETURN p.id AS id, p.name AS name
