// people
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE (EXISTS {
        MATCH (n1)-[r2:HOLDS_ROLE]->(n2)
        WHERE r2.status = 'HELD'
        AND ((r2.`role_title` IS NOT NULL
            AND r2.role_title_folded CONTAINS $p0)
          AND n2:Place
          AND r2.former IN [false]) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
