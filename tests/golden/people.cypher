// people
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.`mention_count` IS NOT NULL
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.`mention_count` DESC, n1.`sort_name`, n1.id
    LIMIT $p0 + 1
    WITH n1, 'mentionCount:DESC,name:ASC' + '|' + coalesce(toString(n1.`mention_count`), '') + '|' + coalesce(toString(n1.`sort_name`), '') + '|' + toString(n1.id) AS c1
    RETURN [{`cursor`: c1, `node`: {`name`: n1.`name`}}, c1] } AS found1
  RETURN {`edges`: [x IN found1[..$p0] | x[0]], `pageInfo`: {`hasNextPage`: size(found1) > $p0, `hasPreviousPage`: false, `startCursor`: found1[..$p0][0][1], `endCursor`: found1[..$p0][-1][1]}, `totalCount`: COUNT {
      MATCH (n1:Person)
      WHERE n1.`mention_count` IS NOT NULL
      AND n1.id IS NOT NULL
      RETURN n1 }} }[0] AS answer
