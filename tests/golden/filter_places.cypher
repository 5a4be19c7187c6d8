// ids
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE n1.`id` IN ids_p0
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// named
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE n1.`name` IN $p0
    WITH n1
    ORDER BY n1.`sort_name` DESC, n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// hosts
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE (EXISTS {
        MATCH (n1)<-[r2:HELD_AT]-(n2)
        WHERE (n2.`status` IS NOT NULL
          AND n2.`status` = 'HELD') })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// idle
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE NOT (EXISTS {
        MATCH (n1)<-[r2:HELD_AT]-(n2)
        WHERE (n2.end_max IS NOT NULL
          AND n2.end_max >= $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// plannedOnly
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE (NOT (EXISTS {
          MATCH (n1)<-[r2:HELD_AT]-(n2)
          WHERE NOT (n2.`status` IS NOT NULL
            AND n2.`status` = 'PLANNED') })
      AND (n1.`place_type` IS NOT NULL
        AND n1.`place_type` = 'CITY'))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// read
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE (EXISTS {
        MATCH (n1)<-[r2:MENTIONS]-(n2)
        WHERE n2:Article
        AND n2.folded CONTAINS $p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// logic
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
    MATCH (n1:Place)
    WHERE ((n1.id IN inside_p0
        OR (n1.latitude IS NOT NULL
          AND n1.longitude IS NOT NULL
          AND $p3 >= 0
          AND ($p3 > 20015.1
            OR haversin(radians(n1.latitude - $p1)) + cos(radians(n1.latitude)) * cos(radians($p1)) * haversin(radians(n1.longitude - $p2)) <= haversin($p3 / 6371.0088))))
      AND NOT (n1.`place_type` IS NOT NULL
        AND n1.`place_type` = 'COUNTRY'))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p4
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
