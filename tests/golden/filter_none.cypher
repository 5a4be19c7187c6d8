// people
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:PARTICIPATED_IN]->(n2)
        WHERE (r2.`role` IS NOT NULL
          AND r2.`role` IN ['HOST', 'GUEST']) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
