// places
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE (n1.latitude IS NOT NULL
      AND n1.longitude IS NOT NULL
      AND $p2 >= 0
      AND ($p2 > 20015.1
        OR haversin(radians(n1.latitude - $p0)) + cos(radians(n1.latitude)) * cos(radians($p0)) * haversin(radians(n1.longitude - $p1)) <= haversin($p2 / 6371.0088)))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p3
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
