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
  RETURN {`degree`: (COUNT {
        MATCH (n1)-[r2:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT]-(n2)
        WHERE (n1:Article
          OR NOT (type(r2) = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status IN ['HELD', 'PLANNED']
        AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
          OR EXISTS {
            MATCH (v:Evidence {relation: r2.id})
            WHERE v.published_max <= $p1 }
          OR (type(r2) = 'MENTIONS'
            AND coalesce(startNode(r2).end_max <= $p1, false))) } + COUNT {
        MATCH (n1:Article)-[r2:MENTIONS]-(n2)
        WHERE (n1:Article
          OR NOT (type(r2) = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status IN ['HELD', 'PLANNED']
        AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
          OR EXISTS {
            MATCH (v:Evidence {relation: r2.id})
            WHERE v.published_max <= $p1 }
          OR (type(r2) = 'MENTIONS'
            AND coalesce(startNode(r2).end_max <= $p1, false))) }), `relations`: COLLECT {
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
          AND ((r2.end_max IS NOT NULL
              AND r2.end_max >= $p3)
            OR (r2.start_min IS NULL
              AND r2.end_max IS NULL
              AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
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
          AND ((r2.end_max IS NOT NULL
              AND r2.end_max >= $p3)
            OR (r2.start_min IS NULL
              AND r2.end_max IS NULL
              AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
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
          AND ((r2.end_max IS NOT NULL
              AND r2.end_max >= $p3)
            OR (r2.start_min IS NULL
              AND r2.end_max IS NULL
              AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
          RETURN r2, n2 }
        WITH r2, n2
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p4
        RETURN [{`id`: r2.`id`, `firstReported`: COLLECT {
              MATCH (v:Evidence {relation: r2.id})-[:IN]->(a)
              WHERE v.published_max <= $p2
              AND a.start IS NOT NULL
              RETURN a.start AS x
              ORDER BY x
              LIMIT 1 }[0], `confidence`: coalesce(COLLECT {
                MATCH (v:Evidence {relation: r2.id})-[:IN]->(a)
                WHERE v.published_max <= $p2
                RETURN v.confidence AS x
                ORDER BY x DESC
                LIMIT 1 }[0], r2.confidence), `evidence`: COLLECT {
              MATCH (e3:Evidence {relation: r2.id})
              WHERE e3.published_max <= $p2
              WITH e3
              ORDER BY e3.article, e3.start, e3.extractor
              LIMIT $p5
              RETURN {`start`: e3.`start`, `end`: e3.`end`, `article`: COLLECT {
                  MATCH (e3)-[:IN]->(n4)
                  RETURN {`id`: n4.`id`} }[0]} }}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0]} }[0] AS answer
