// people
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0, COLLECT {
  UNWIND $p1 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p1
WITH *, COLLECT {
  MATCH (s:Entity)<-[:LOCATED_IN*0.. {status: 'HELD'}]-(i:Entity)
  WHERE s.id IN ids_p1
  RETURN DISTINCT i.id } AS inside_p1
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.id IN COLLECT {
      MATCH (x1)-[r2:MET]-(n2:Entity)
      WHERE r2.status = 'HELD'
      AND (n2.`id` IN ids_p0
        AND EXISTS {
          MATCH (n3:Entity {id: r2.event})
          WHERE ((EXISTS {
                MATCH (n3)-[r4:HELD_AT]->(n4)
                WHERE n4.id IN inside_p1 })
            AND (n3.start_min IS NOT NULL
              AND n3.start_min <= $p3
              AND n3.end_max IS NOT NULL
              AND n3.end_max >= $p2)) })
      RETURN x1.id AS x }
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p4
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
