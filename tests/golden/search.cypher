// search
RETURN COLLECT {
  WITH COLLECT {
    UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
    WITH i1, $rows[i1] AS j1
    WITH i1, j1
    ORDER BY i1
    LIMIT $p0
    WITH i1, j1, j1.cursor AS c1
    RETURN [{`cursor`: c1, `node`: {`matched`: j1.`matched`, `entity`: COLLECT {
            MATCH (n2:Entity {id: j1.`entity`})
            RETURN {`id`: n2.`id`} }[0]}}] } AS found1
  RETURN {`edges`: [x IN found1 | x[0]]} }[0] AS answer
