// event
RETURN COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Event
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`participants`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[r2:PARTICIPATED_IN]-(n2)
        WHERE n2:Person
        AND (r2.`role` IS NOT NULL
          AND r2.`role` = 'HOST')
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p1
        RETURN [{`role`: coalesce(r2.role, 'PARTICIPANT'), `node`: {`id`: n2.`id`}}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0], `relations`: COLLECT {
      WITH COLLECT {
        CALL (n1) {
          MATCH (n1)<-[r2:PARTICIPATED_IN|HELD_AT|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT]-(n2)
          WHERE (n1:Article
            OR NOT (type(r2) = 'LOCATED_IN'
              AND r2.origin = 'GAZETTEER'))
          AND r2.status = 'HELD'
          AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
            OR EXISTS {
              MATCH (v:Evidence {relation: r2.id})
              WHERE v.published_max <= $p2 }
            OR (type(r2) = 'MENTIONS'
              AND coalesce(startNode(r2).end_max <= $p2, false)))
          AND n2:Person
          RETURN r2, n2
          UNION ALL
          MATCH (n1)-[r2:MET]-(n2)
          WHERE (n1:Article
            OR NOT (type(r2) = 'LOCATED_IN'
              AND r2.origin = 'GAZETTEER'))
          AND r2.status = 'HELD'
          AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
            OR EXISTS {
              MATCH (v:Evidence {relation: r2.id})
              WHERE v.published_max <= $p2 }
            OR (type(r2) = 'MENTIONS'
              AND coalesce(startNode(r2).end_max <= $p2, false)))
          AND n2:Person
          RETURN r2, n2
          UNION ALL
          MATCH (n1:Article)<-[r2:MENTIONS]-(n2)
          WHERE (n1:Article
            OR NOT (type(r2) = 'LOCATED_IN'
              AND r2.origin = 'GAZETTEER'))
          AND r2.status = 'HELD'
          AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
            OR EXISTS {
              MATCH (v:Evidence {relation: r2.id})
              WHERE v.published_max <= $p2 }
            OR (type(r2) = 'MENTIONS'
              AND coalesce(startNode(r2).end_max <= $p2, false)))
          AND n2:Person
          RETURN r2, n2 }
        WITH r2, n2
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p3
        RETURN [{`type`: type(r2), `confidence`: coalesce(COLLECT {
                MATCH (v:Evidence {relation: r2.id})-[:IN]->(a)
                WHERE v.published_max <= $p2
                RETURN v.confidence AS x
                ORDER BY x DESC
                LIMIT 1 }[0], r2.confidence)}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `mentions`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[:OF]-(m2:Mention)
        WITH m2
        ORDER BY m2.article, m2.start, m2.entity
        LIMIT $p4
        RETURN [{`surface`: m2.`surface`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0]} }[0] AS answer, COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Event
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 6
  RETURN n1.id } AS others
