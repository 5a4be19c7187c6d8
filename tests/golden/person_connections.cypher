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
  RETURN {`events`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:PARTICIPATED_IN]->(n2)
        WHERE (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
          OR EXISTS {
            MATCH (v:Evidence {relation: r2.id})
            WHERE v.published_max <= $p2 }
          OR (type(r2) = 'MENTIONS'
            AND coalesce(startNode(r2).end_max <= $p2, false)))
        AND ((n2.`status` IS NOT NULL
            AND n2.`status` = 'HELD')
          AND (r2.end_max IS NOT NULL
            AND r2.end_max >= $p3)
          AND (r2.`role` IS NOT NULL
            AND r2.`role` IN ['GUEST', 'SPEAKER']))
        WITH r2, n2
        ORDER BY n2.`start` IS NULL, n2.`start` DESC, r2.id
        LIMIT $p1
        RETURN [{`role`: coalesce(r2.role, 'PARTICIPANT'), `node`: {`id`: n2.`id`}}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0], `met`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:MET]-(n2)
        WHERE r2.status = 'HELD'
        AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
          OR EXISTS {
            MATCH (v:Evidence {relation: r2.id})
            WHERE v.published_max <= $p5 }
          OR (type(r2) = 'MENTIONS'
            AND coalesce(startNode(r2).end_max <= $p5, false)))
        AND (n2.folded CONTAINS $p6
          AND (r2.end_max IS NOT NULL
            AND r2.end_max >= $p7)
          AND EXISTS {
            MATCH (n3:Entity {id: r2.event})
            WHERE (n3.`event_type` IS NOT NULL
              AND n3.`event_type` = 'MEETING') })
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p4
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `visited`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:VISITED]->(n2)
        WHERE r2.status = 'HELD'
        AND ((n2.`country_code` IS NOT NULL
            AND n2.`country_code` = $p9)
          AND (r2.start_min IS NOT NULL
            AND r2.start_min <= $p10)
          AND EXISTS {
            MATCH (n3:Entity {id: r2.event})
            WHERE (n3.`medium` IS NOT NULL
              AND n3.`medium` = 'IN_PERSON') })
        WITH r2, n2
        ORDER BY r2.`start`, r2.id
        LIMIT $p8
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `degree`: (COUNT {
        MATCH (n1)-[r2:MET]-(n2)
        WHERE r2.status = 'HELD'
        AND ((r2.end_max IS NOT NULL
            AND r2.end_max >= $p11)
          OR (r2.start_min IS NULL
            AND r2.end_max IS NULL
            AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS'])) }), `relations`: COLLECT {
      WITH COLLECT {
        CALL (n1) {
          MATCH (n1)-[r2:VISITED]->(n2)
          WHERE r2.status = 'HELD'
          AND n2:Place
          AND r2.`confidence` >= $p12
          RETURN r2, n2
          UNION ALL
          MATCH (n1)-[r2:MET]-(n2)
          WHERE r2.status = 'HELD'
          AND n2:Place
          AND r2.`confidence` >= $p12
          RETURN r2, n2 }
        WITH r2, n2
        WITH r2, n2
        ORDER BY r2.`confidence` DESC, r2.id
        LIMIT $p13
        RETURN [{`id`: r2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `roles`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:HOLDS_ROLE]->(n2)
        WHERE r2.status = 'HELD'
        AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
          OR EXISTS {
            MATCH (v:Evidence {relation: r2.id})
            WHERE v.published_max <= $p15 }
          OR (type(r2) = 'MENTIONS'
            AND coalesce(startNode(r2).end_max <= $p15, false)))
        AND ((r2.end_max IS NOT NULL
            AND r2.end_max >= $p16)
          OR (r2.start_min IS NULL
            AND r2.end_max IS NULL
            AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p14
        RETURN [{`title`: coalesce(r2.role_title, '')}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0]} }[0] AS answer
