// event
WITH coalesce(COLLECT {
    MATCH (d:Redirect {old: $p0, single: true})
    RETURN d.new[0] }[0], $p0) AS id_p0
RETURN COLLECT {
  MATCH (n1:Entity)
  WHERE n1:Event
  AND n1.id = id_p0
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`name`: n1.`name`, `eventType`: n1.`event_type`, `status`: n1.`status`, `medium`: n1.`medium`, `start`: n1.`start`, `end`: n1.`end`, `places`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:HELD_AT]->(n2)
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p1
        RETURN [{`name`: n2.`name`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `partOf`: COLLECT {
      MATCH (n1)-[r2:PART_OF]->(n2)
      WHERE n2:Event
      WITH r2, n2
      ORDER BY r2.id
      RETURN {`name`: n2.`name`, `parts`: COLLECT {
          WITH COLLECT {
            MATCH (n2)<-[r3:PART_OF]-(n3)
            WITH r3, n3
            ORDER BY r3.id
            LIMIT $p2
            RETURN [{`name`: n3.`name`}] } AS found3
          RETURN {`nodes`: [x IN found3 | x[0]]} }[0]} }, `about`: {`totalCount`: COUNT {
        MATCH (n1)-[r2:ABOUT]->(n2)
        RETURN r2 }}, `participants`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[r2:PARTICIPATED_IN]-(n2)
        WHERE (r2.`role` IS NOT NULL
          AND r2.`role` = 'HOST')
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p4
        RETURN [{`name`: n2.`name`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0]} }[0] AS answer
