MATCH (p:Person {id: $id})
RETURN p.name AS name, COLLECT {
  MATCH (p)-[r:PARTICIPATED_IN]->(e:Event)
  WITH r, e ORDER BY e.start DESC, r.id LIMIT 20
  RETURN {role: r.role, id: e.id, name: e.name, start: e.start,
    places: COLLECT { MATCH (e)-[:HELD_AT]->(l:Place) RETURN {id: l.id, name: l.name} },
    participants: COLLECT { MATCH (e)<-[:PARTICIPATED_IN]-(x:Entity) RETURN {id: x.id, name: x.name} LIMIT 20 }}
} AS events
