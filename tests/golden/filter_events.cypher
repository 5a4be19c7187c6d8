// kind
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE ((n1.`event_type` IS NOT NULL
        AND n1.`event_type` IN ['MEETING', 'SUMMIT'])
      AND (n1.`medium` IS NOT NULL
        AND n1.`medium` = 'IN_PERSON'))
    AND n1.`sort_name` IS NOT NULL
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.`sort_name`, n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// ids
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE (n1.`id` IN ids_p0
      AND n1.folded STARTS WITH $p1)
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// about
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE n1.id IN COLLECT {
      MATCH (x1)-[r2:ABOUT]->(n2:Entity)
      WHERE n2.`id` IN ids_p0
      RETURN x1.id AS x }
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// aboutOnly
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:ABOUT]->(n2)
        WHERE NOT n2:Organization })
    AND n1.`mention_count` IS NOT NULL
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.`mention_count` DESC, n1.`start`, n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// aboutNothing
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:ABOUT]->(n2) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// guests
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE (EXISTS {
        MATCH (n1)<-[r2:PARTICIPATED_IN]-(n2)
        WHERE ((r2.`role` IS NOT NULL
            AND r2.`role` IN ['GUEST', 'HOST'])
          AND n2:Person) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// unattended
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE NOT (EXISTS {
        MATCH (n1)<-[r2:PARTICIPATED_IN]-(n2)
        WHERE n2.`name` = $p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// elsewhere
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
WITH *, COLLECT {
  MATCH (s:Entity)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(i:Entity)
  WHERE s.id IN ids_p0
  RETURN DISTINCT i.id } AS inside_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:HELD_AT]->(n2)
        WHERE n2.id IN inside_p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// inside
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:HELD_AT]->(n2)
        WHERE NOT (n2.`country_code` IS NOT NULL
          AND n2.`country_code` = $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// reported
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE (EXISTS {
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
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE (((n1.`status` IS NOT NULL
          AND n1.`status` = 'PLANNED')
        OR (n1.`event_type` IS NOT NULL
          AND n1.`event_type` = 'AGREEMENT'))
      AND NOT (n1.`start_min` IS NOT NULL
        AND n1.`start_min` > $p0))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
