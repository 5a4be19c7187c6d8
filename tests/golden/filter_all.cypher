// events
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE NOT (EXISTS {
        MATCH (n1)<-[r2:PARTICIPATED_IN]-(n2)
        WHERE NOT n2:Person })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`name`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
