MATCH (e:Event {event_type: $type}) WHERE e.start IS NOT NULL
WITH e ORDER BY e.start DESC, e.id LIMIT 1000
RETURN e.id AS id, e.name AS name, e.start AS start, e.status AS status, e.medium AS medium, e.event_type AS eventType
