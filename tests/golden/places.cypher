// places
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE ((n1.`place_type` IS NOT NULL
        AND n1.`place_type` = 'CITY')
      AND (n1.`country_code` IS NOT NULL
        AND n1.`country_code` IN $p0))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`, `latitude`: n1.`latitude`, `longitude`: n1.`longitude`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
