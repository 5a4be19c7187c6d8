// place
RETURN COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Place
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`locatedIn`: COLLECT {
      MATCH up = SHORTEST 1 (n1) ((b
          WHERE coalesce(b.place_type, '') <> 'COUNTRY')-[l:LOCATED_IN
          WHERE l.status = 'HELD']->()){1,8} (n2:Place)
      WHERE n2 <> n1
      WITH n2, length(up) AS k2
      WITH n2, k2
      ORDER BY k2, n2.id
      RETURN {`name`: n2.`name`} }, `events`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(h)
        WITH DISTINCT h
        MATCH (h)<-[a:HELD_AT]-(n2)
        WITH DISTINCT n2
        WITH n2
        WHERE n2:Event
        WITH n2
        ORDER BY n2.id
        LIMIT $p1
        RETURN [{`name`: n2.`name`, `start`: n2.`start`, `participants`: COLLECT {
              WITH COLLECT {
                MATCH (n2)<-[r3:PARTICIPATED_IN]-(n3)
                WITH r3, n3
                ORDER BY r3.id
                LIMIT $p2
                RETURN [{`role`: coalesce(r3.role, 'PARTICIPANT'), `node`: {`name`: n3.`name`}}] } AS found3
              RETURN {`edges`: [x IN found3 | x[0]]} }[0]}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `people`: {`totalCount`: COUNT {
        CALL (n1) {
          MATCH (n1)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(h)
          WITH DISTINCT h
          MATCH (h)<-[a:HELD_AT]-(b)<-[p:PARTICIPATED_IN]-(n2)
          WHERE a.status = 'HELD'
          AND p.status = 'HELD'
          RETURN DISTINCT n2
          UNION
          MATCH (n1)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(h)
          WITH DISTINCT h
          MATCH (h)<-[p:VISITED]-(n2)
          WHERE p.status = 'HELD'
          RETURN DISTINCT n2 }
        WITH n2
        WHERE n2:Person
        RETURN n2 }}, `officeHolders`: {`totalCount`: COUNT {
        MATCH (n1)<-[r2:HOLDS_ROLE]-(n2)
        WHERE r2.status = 'HELD'
        RETURN r2 }}} }[0] AS answer, COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Place
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 6
  RETURN n1.id } AS others
