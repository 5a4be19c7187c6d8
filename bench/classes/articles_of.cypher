MATCH (:Person {id: $id})<-[:MENTIONS]-(a:Article)
WITH DISTINCT a ORDER BY a.published DESC, a.id LIMIT 50
RETURN a.id AS id, a.name AS title, a.published AS published, a.url AS url
