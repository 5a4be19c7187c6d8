// person
WITH coalesce(COLLECT {
    MATCH (d:Redirect {old: $p0, single: true})
    RETURN d.new[0] }[0], $p0) AS id_p0
RETURN COLLECT {
  MATCH (n1:Entity)
  WHERE n1:Person
  AND n1.id = id_p0
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`met`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:MET]-(n2)
        WHERE r2.status = 'HELD'
        WITH r2, n2
        ORDER BY r2.`start` IS NULL, r2.`start` DESC, r2.id
        LIMIT $p1
        RETURN [{`date`: r2.`start`, `node`: {`name`: n2.`name`}, `places`: COLLECT {
              MATCH (:Entity {id: r2.event})-[r3:HELD_AT]->(n3)
              WITH r3, n3
              ORDER BY r3.id
              RETURN {`name`: n3.`name`} }}] } AS found2
      RETURN {`totalCount`: COUNT {
          MATCH (n1)-[r2:MET]-(n2)
          WHERE r2.status = 'HELD'
          RETURN r2 }, `edges`: [x IN found2 | x[0]]} }[0], `roles`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:HOLDS_ROLE]->(n2)
        WHERE r2.status = 'HELD'
        WITH r2, n2
        ORDER BY r2.`confidence` DESC, r2.`start`, r2.id
        LIMIT $p2
        WITH r2, n2, 'confidence:DESC,start:ASC' + '|' + coalesce(toString(r2.`confidence`), '') + '|' + coalesce(toString(r2.`start`), '') + '|' + toString(r2.id) AS c2
        RETURN [{`title`: coalesce(r2.role_title, ''), `cursor`: c2}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0]} }[0] AS answer
