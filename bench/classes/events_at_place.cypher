MATCH (:Place {name: $place})<-[:HELD_AT]-(e:Event)
WHERE e.start_min <= $last AND e.end_max >= $first
WITH DISTINCT e ORDER BY e.start, e.id LIMIT 20
RETURN e.id AS id, e.name AS name, e.start AS start,
  COLLECT { MATCH (e)<-[:PARTICIPATED_IN]-(x:Entity) RETURN {id: x.id, name: x.name} LIMIT 20 } AS participants
