MATCH (e:Event) WHERE e.start IS NOT NULL
WITH e ORDER BY e.start DESC, e.id LIMIT 21
RETURN e.id AS id, e.name AS name, e.start AS start
