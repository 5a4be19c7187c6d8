// ids
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Entity)
    WHERE n1.`id` IN ids_p0
    WITH n1
    ORDER BY n1.`sort_name` DESC, n1.id
    LIMIT $p1
    WITH n1, 'name:DESC' + '|' + coalesce(toString(n1.`sort_name`), '') + '|' + toString(n1.id) AS c1
    RETURN [{`id`: n1.`id`}, c1] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]], `pageInfo`: {`endCursor`: found1[-1][1]}} }[0] AS answer

// named
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Entity)
    WHERE n1.folded STARTS WITH $p0
    WITH n1
    ORDER BY n1.`mention_count` DESC, n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// logic
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Entity)
    WHERE (n1:Person|Organization
      AND (n1.folded CONTAINS $p0
        OR NOT n1.`mention_count` = $p1))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p2
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
