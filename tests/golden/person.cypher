// person
RETURN COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Person
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`met`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:MET]-(n2)
        WHERE r2.status = 'HELD'
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p1
        RETURN [{`date`: r2.`start`, `places`: COLLECT {
              MATCH (:Entity {id: r2.event})-[r3:HELD_AT]->(n3)
              WITH r3, n3
              ORDER BY r3.id
              RETURN {`name`: n3.`name`} }, `node`: {`name`: n2.`name`, `roles`: COLLECT {
                WITH COLLECT {
                  MATCH (n2)-[r3:HOLDS_ROLE]->(n3)
                  WHERE r3.status = 'HELD'
                  WITH r3, n3
                  ORDER BY r3.id
                  LIMIT $p2
                  RETURN [{`title`: coalesce(r3.role_title, ''), `since`: r3.`start`, `node`: {`name`: n3.`name`}}] } AS found3
                RETURN {`edges`: [x IN found3 | x[0]]} }[0]}, `relation`: {`evidence`: COLLECT {
                MATCH (e3:Evidence {relation: r2.id})
                WITH e3
                ORDER BY e3.article, e3.start, e3.extractor
                LIMIT $p3
                RETURN {`sentence`: e3.`sentence`, `article`: COLLECT {
                    MATCH (e3)-[:IN]->(n4)
                    RETURN {`title`: n4.`name`} }[0]} }}}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0]} }[0] AS answer, COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Person
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 6
  RETURN n1.id } AS others
