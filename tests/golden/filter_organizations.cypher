// named
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE n1.folded ENDS WITH $p0
    AND n1.`sort_name` IS NOT NULL
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.`sort_name`, n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// organizers
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE (EXISTS {
        MATCH (n1)-[r2:PARTICIPATED_IN]->(n2)
        WHERE ((r2.`role` IS NOT NULL
            AND r2.`role` = 'ORGANIZER')
          AND (n2.`event_type` IS NOT NULL
            AND n2.`event_type` = 'SUMMIT')) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// members
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE n1.id IN COLLECT {
      MATCH (x1)-[r2:MEMBER_OF]->(n2:Organization)
      WHERE r2.status = 'HELD'
      AND n2.`name` = $p0
      RETURN x1.id AS x }
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// somewhere
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE (EXISTS {
        MATCH (n1)-[r2:LOCATED_IN]->(n2)
        WHERE r2.status = 'HELD'
        AND (n2.`country_code` IS NOT NULL
          AND n2.`country_code` = $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// unread
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE NOT (EXISTS {
        MATCH (n1)<-[r2:MENTIONS]-(n2)
        WHERE n2:Article
        AND (n2.`publisher` IS NOT NULL
          AND n2.`publisher` = $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// logic
WITH COLLECT {
  UNWIND $p1 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p1
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Organization)
    WHERE ((n1.folded CONTAINS $p0
        OR NOT (EXISTS {
            MATCH (n1)-[r2:MEMBER_OF]->(n2)
            WHERE r2.status = 'HELD'
            AND n2.`id` IN ids_p1 }))
      AND NOT NOT (EXISTS {
          MATCH (n1)-[r2:LOCATED_IN]->(n2)
          WHERE r2.status = 'HELD'
          AND NOT (n2.`place_type` IS NOT NULL
            AND n2.`place_type` = 'CITY') }))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
