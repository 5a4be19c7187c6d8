// entities
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Entity)
    WHERE (n1:Person|Place
      AND n1.`mention_count` >= $p0)
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [CASE WHEN n1:Person THEN {`__typename`: 'Person', `name`: n1.`name`, `visited`: COLLECT {
          WITH COLLECT {
            MATCH (n1)-[r2:VISITED]->(n2)
            WHERE r2.status = 'HELD'
            WITH r2, n2
            ORDER BY r2.id
            LIMIT $p2
            RETURN [{`name`: n2.`name`}] } AS found2
          RETURN {`nodes`: [x IN found2 | x[0]]} }[0]} WHEN n1:Organization|Event|Article THEN {`__typename`: (left(n1.kind, 1) + toLower(substring(n1.kind, 1))), `name`: n1.`name`} WHEN n1:Place THEN {`__typename`: 'Place', `name`: n1.`name`, `countryCode`: n1.`country_code`} END] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
