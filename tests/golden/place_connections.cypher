// place
WITH coalesce(COLLECT {
    MATCH (d:Redirect {old: $p0, single: true})
    RETURN d.new[0] }[0], $p0) AS id_p0
RETURN COLLECT {
  MATCH (n1:Entity)
  WHERE n1:Place
  AND n1.id = id_p0
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`events`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(h)
        WITH DISTINCT h
        MATCH (h)<-[a:HELD_AT]-(n2)
        WHERE (a.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
          OR EXISTS {
            MATCH (v:Evidence {relation: a.id})
            WHERE v.published_max <= $p2 }
          OR (type(a) = 'MENTIONS'
            AND coalesce(startNode(a).end_max <= $p2, false)))
        AND (a.end_max IS NOT NULL
          AND a.end_max >= $p3)
        WITH DISTINCT n2
        WITH n2
        WHERE n2:Event
        AND (n2.`event_type` IS NOT NULL
          AND n2.`event_type` = 'MEETING')
        WITH n2
        ORDER BY n2.`start`, n2.id
        LIMIT $p1
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `people`: COLLECT {
      WITH COLLECT {
        CALL (n1) {
          MATCH (n1)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(h)
          WITH DISTINCT h
          MATCH (h)<-[a:HELD_AT]-(b)<-[p:PARTICIPATED_IN]-(n2)
          WHERE a.status = 'HELD'
          AND (a.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
            OR EXISTS {
              MATCH (v:Evidence {relation: a.id})
              WHERE v.published_max <= $p5 }
            OR (type(a) = 'MENTIONS'
              AND coalesce(startNode(a).end_max <= $p5, false)))
          AND (a.end_max IS NOT NULL
            AND a.end_max >= $p6)
          AND p.status = 'HELD'
          AND (p.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
            OR EXISTS {
              MATCH (v:Evidence {relation: p.id})
              WHERE v.published_max <= $p5 }
            OR (type(p) = 'MENTIONS'
              AND coalesce(startNode(p).end_max <= $p5, false)))
          AND (p.end_max IS NOT NULL
            AND p.end_max >= $p6)
          RETURN DISTINCT n2
          UNION
          MATCH (n1)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(h)
          WITH DISTINCT h
          MATCH (h)<-[p:VISITED]-(n2)
          WHERE p.status = 'HELD'
          AND (p.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
            OR EXISTS {
              MATCH (v:Evidence {relation: p.id})
              WHERE v.published_max <= $p5 }
            OR (type(p) = 'MENTIONS'
              AND coalesce(startNode(p).end_max <= $p5, false)))
          AND (p.end_max IS NOT NULL
            AND p.end_max >= $p6)
          RETURN DISTINCT n2 }
        WITH n2
        WHERE n2:Person
        WITH n2
        ORDER BY n2.id
        LIMIT $p4
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `exactly`: COLLECT {
      WITH COLLECT {
        CALL (n1) {
          MATCH (n1)<-[a:HELD_AT]-(b)<-[p:PARTICIPATED_IN]-(n2)
          WHERE a.status = 'HELD'
          AND p.status = 'HELD'
          RETURN DISTINCT n2
          UNION
          MATCH (n1)<-[p:VISITED]-(n2)
          WHERE p.status = 'HELD'
          RETURN DISTINCT n2 }
        WITH n2
        WHERE n2:Person
        WITH n2
        ORDER BY n2.id
        LIMIT $p7
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `officeHolders`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[r2:HOLDS_ROLE]-(n2)
        WHERE r2.status = 'HELD'
        AND ((r2.end_max IS NOT NULL
            AND r2.end_max >= $p9)
          OR (r2.start_min IS NULL
            AND r2.end_max IS NULL
            AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
        WITH r2, n2
        ORDER BY r2.`start` IS NULL, r2.`start` DESC, r2.id
        LIMIT $p8
        RETURN [{`title`: coalesce(r2.role_title, ''), `since`: r2.`start`, `node`: {`id`: n2.`id`}}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0]} }[0] AS answer
