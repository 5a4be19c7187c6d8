// organization
RETURN COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Organization
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`id`: n1.`id`, `events`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[r2:PARTICIPATED_IN]->(n2)
        WHERE ((n2.`event_type` IS NOT NULL
            AND n2.`event_type` = 'SUMMIT')
          AND (r2.end_max IS NOT NULL
            AND r2.end_max >= $p2)
          AND (r2.`role` IS NOT NULL
            AND r2.`role` = 'ORGANIZER'))
        WITH r2, n2
        ORDER BY n2.`sort_name`, r2.id
        LIMIT $p1
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `officeHolders`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[r2:HOLDS_ROLE]-(n2)
        WHERE r2.status = 'HELD'
        AND (r2.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
          OR EXISTS {
            MATCH (v:Evidence {relation: r2.id})
            WHERE v.published_max <= $p4 }
          OR (type(r2) = 'MENTIONS'
            AND coalesce(startNode(r2).end_max <= $p4, false)))
        AND ((r2.end_max IS NOT NULL
            AND r2.end_max >= $p5)
          OR (r2.start_min IS NULL
            AND r2.end_max IS NULL
            AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
        WITH r2, n2
        ORDER BY r2.`confidence` DESC, r2.id
        LIMIT $p3
        RETURN [{`title`: coalesce(r2.role_title, ''), `attestedFrom`: r2.`attested_from`, `former`: r2.`former`}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0], `members`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[r2:MEMBER_OF]-(n2)
        WHERE r2.status = 'HELD'
        AND r2.id > $p7
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p6
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0]} }[0] AS answer, COLLECT {
  MATCH (:Name {folded: $p0})-[:NAMES]->(n1:Entity)
  WHERE n1:Organization
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 6
  RETURN n1.id } AS others
