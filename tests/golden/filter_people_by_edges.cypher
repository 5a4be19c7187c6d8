// tookPart
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE (EXISTS {
        MATCH (n1)-[r2:PARTICIPATED_IN]->(n2)
        WHERE ((r2.`role` IS NOT NULL
            AND r2.`role` = 'GUEST')
          AND n2.folded CONTAINS $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// tookPartOnly
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:PARTICIPATED_IN]->(n2)
        WHERE NOT (n2.`status` IS NOT NULL
          AND n2.`status` = 'HELD') })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// metInSeptember
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE (EXISTS {
        MATCH (n1)-[r2:MET]-(n2)
        WHERE r2.status = 'HELD'
        AND (r2.start_min IS NOT NULL
          AND r2.start_min <= $p1
          AND r2.end_max IS NOT NULL
          AND r2.end_max >= $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// metNobodyElse
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:MET]-(n2)
        WHERE r2.status = 'HELD'
        AND NOT n2.`id` IN ids_p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// neverMet
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:MET]-(n2)
        WHERE r2.status = 'HELD'
        AND n2.folded STARTS WITH $p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// visited
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.id IN COLLECT {
      MATCH (x1)-[r2:VISITED]->(n2:Place)
      WHERE r2.status = 'HELD'
      AND (n2.`name` = $p0
        AND EXISTS {
          MATCH (n3:Entity {id: r2.event})
          WHERE (n3.`event_type` IS NOT NULL
            AND n3.`event_type` = 'MEETING') }
        AND (r2.end_max IS NOT NULL
          AND r2.end_max >= $p1))
      RETURN x1.id AS x }
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// visitedNothing
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:VISITED]->(n2)
        WHERE r2.status = 'HELD' })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// visitedOnly
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:VISITED]->(n2)
        WHERE r2.status = 'HELD'
        AND NOT (n2.`country_code` IS NOT NULL
          AND n2.`country_code` = $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// inOffice
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE (EXISTS {
        MATCH (n1)-[r2:HOLDS_ROLE]->(n2)
        WHERE r2.status = 'HELD'
        AND ((r2.start_min IS NOT NULL
            AND r2.start_min <= $p1
            AND r2.end_max IS NOT NULL
            AND r2.end_max >= $p0)
          OR (r2.start_min IS NULL
            AND r2.end_max IS NULL
            AND type(r2) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS'])) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// noFormer
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:HOLDS_ROLE]->(n2)
        WHERE r2.status = 'HELD'
        AND r2.former IN [true] })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// ministers
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:HOLDS_ROLE]->(n2)
        WHERE r2.status = 'HELD'
        AND NOT ((r2.`role_title` IS NOT NULL
            AND r2.role_title_folded CONTAINS $p0)
          AND n2:Place) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// members
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE (EXISTS {
        MATCH (n1)-[r2:MEMBER_OF]->(n2)
        WHERE r2.status = 'HELD'
        AND n2.folded CONTAINS $p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// membersOnly
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:MEMBER_OF]->(n2)
        WHERE r2.status = 'HELD'
        AND NOT n2.`id` IN ids_p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// everyArticle
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)<-[r2:MENTIONS]-(n2)
        WHERE n2:Article
        AND NOT (n2.`publisher` IS NOT NULL
          AND n2.`publisher` = $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
