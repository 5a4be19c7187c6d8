MATCH (p:Person {id: $id}) RETURN COUNT { (p)-[:PARTICIPATED_IN]->(:Event) } AS events
