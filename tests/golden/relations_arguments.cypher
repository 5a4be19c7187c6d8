// into
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    CALL (ids_p0) {
      MATCH (s)-[r1:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT]->(t:Entity)
      WHERE t.id IN ids_p0
      AND NOT (type(r1) = 'LOCATED_IN'
        AND r1.origin = 'GAZETTEER')
      AND r1.status = 'HELD'
      AND ((r1.end_max IS NOT NULL
          AND r1.end_max >= $p1)
        OR (r1.start_min IS NULL
          AND r1.end_max IS NULL
          AND type(r1) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
      RETURN r1
      UNION
      MATCH (s:Entity)-[r1:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT]->(t)
      WHERE s.id IN ids_p0
      AND NOT (type(r1) = 'LOCATED_IN'
        AND r1.origin = 'GAZETTEER')
      AND r1.status = 'HELD'
      AND ((r1.end_max IS NOT NULL
          AND r1.end_max >= $p1)
        OR (r1.start_min IS NULL
          AND r1.end_max IS NULL
          AND type(r1) IN ['HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS']))
      RETURN r1 }
    WITH r1
    WITH r1
    ORDER BY r1.`first_reported`, r1.id
    LIMIT $p2
    RETURN [{`id`: r1.`id`, `firstReported`: r1.`first_reported`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// planned
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    CALL (ids_p0) {
      MATCH (s:Entity)-[r1:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT]->(t)
      WHERE s.id IN ids_p0
      AND NOT (type(r1) = 'LOCATED_IN'
        AND r1.origin = 'GAZETTEER')
      AND r1.status = 'PLANNED'
      RETURN r1
      UNION
      MATCH (s)-[r1:MET]->(t:Entity)
      WHERE t.id IN ids_p0
      AND NOT (type(r1) = 'LOCATED_IN'
        AND r1.origin = 'GAZETTEER')
      AND r1.status = 'PLANNED'
      RETURN r1 }
    WITH r1
    WITH r1
    ORDER BY r1.id
    LIMIT $p1
    RETURN [{`id`: r1.`id`}] } AS found1
  RETURN {`totalCount`: COUNT {
      CALL (ids_p0) {
        MATCH (s:Entity)-[r1:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT]->(t)
        WHERE s.id IN ids_p0
        AND NOT (type(r1) = 'LOCATED_IN'
          AND r1.origin = 'GAZETTEER')
        AND r1.status = 'PLANNED'
        RETURN r1
        UNION
        MATCH (s)-[r1:MET]->(t:Entity)
        WHERE t.id IN ids_p0
        AND NOT (type(r1) = 'LOCATED_IN'
          AND r1.origin = 'GAZETTEER')
        AND r1.status = 'PLANNED'
        RETURN r1 }
      WITH r1
      RETURN r1 }, `nodes`: [x IN found1 | x[0]]} }[0] AS answer

// sinceReported
RETURN COLLECT {
  WITH COLLECT {
    MATCH (s)-[r1:PARTICIPATED_IN]->(t)
    WHERE r1.status = 'HELD'
    AND (r1.origin IN ['GAZETTEER', 'IMPORTED', 'CURATED']
      OR EXISTS {
        MATCH (v:Evidence {relation: r1.id})
        WHERE v.published_max <= $p0 }
      OR (type(r1) = 'MENTIONS'
        AND coalesce(startNode(r1).end_max <= $p0, false)))
    AND r1.`confidence` >= $p1
    AND r1.id IS NOT NULL
    WITH r1
    ORDER BY r1.id
    LIMIT $p2
    RETURN [{`id`: r1.`id`, `reportCount`: COUNT {
          MATCH (v:Evidence {relation: r1.id})-[:IN]->(a)
          WHERE v.published_max <= $p0
          RETURN DISTINCT a }}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// next
RETURN COLLECT {
  WITH COLLECT {
    MATCH (s)-[r1:HELD_AT]->(t)
    WHERE r1.status IN ['HELD', 'PLANNED']
    AND r1.id IS NOT NULL
    AND r1.id > $p1
    WITH r1
    ORDER BY r1.id
    LIMIT $p0
    RETURN [{`id`: r1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
