// events
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Event)
    WHERE n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.`start` IS NULL, n1.`start` DESC, n1.id
    LIMIT $p0
    RETURN [{`name`: n1.`name`, `status`: n1.`status`, `start`: n1.`start`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
