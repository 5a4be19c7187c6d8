MATCH (p:Person {id: $id})
RETURN p.name AS name, COLLECT {
  MATCH (p)-[r:PARTICIPATED_IN]->(e:Event)
  WITH r, e ORDER BY e.start DESC, r.id LIMIT 10
  RETURN {id: e.id, participants: COLLECT {
    MATCH (e)<-[:PARTICIPATED_IN]-(x:Entity) WITH x LIMIT 10
    RETURN {id: x.id, name: x.name, organizations: COLLECT {
      MATCH (x)-[:MEMBER_OF]->(o:Organization) RETURN {id: o.id, name: o.name} LIMIT 5 }}
  }}
} AS events
