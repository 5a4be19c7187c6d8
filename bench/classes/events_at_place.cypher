MATCH (:Name {folded: $place})-[:NAMES]->(l:Place)<-[:HELD_AT]-(e:Event)
WHERE l.folded = $place AND e.start_min <= $high AND e.end_max >= $low
WITH DISTINCT e ORDER BY e.start, e.id LIMIT 20
RETURN e.id AS id, e.name AS name, e.start AS start,
  COLLECT { MATCH (e)<-[:PARTICIPATED_IN]-(x:Entity) RETURN {id: x.id, name: x.name} LIMIT 20 } AS participants
