MATCH (e:Event) WHERE e.start <= $start AND (e.start < $start OR e.id > $id)
WITH e ORDER BY e.start DESC, e.id LIMIT 21
RETURN e.id AS id, e.name AS name, e.start AS start
