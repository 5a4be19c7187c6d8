// common
RETURN COLLECT {
  WITH COLLECT {
    UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
    WITH i1, $rows[i1] AS j1
    WITH i1, j1
    ORDER BY i1
    LIMIT $p0 + 1
    WITH i1, j1, j1.cursor AS c1
    RETURN [COLLECT {
        MATCH (n2:Entity {id: j1.`entity`})
        RETURN {`id`: n2.`id`} }[0], c1] } AS found1
  RETURN {`nodes`: [x IN found1[..$p0] | x[0]], `pageInfo`: {`hasNextPage`: size(found1) > $p0, `endCursor`: found1[..$p0][-1][1]}} }[0] AS answer
