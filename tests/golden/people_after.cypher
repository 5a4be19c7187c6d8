// people
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Person)
    WHERE n1.`mention_count` IS NOT NULL
    AND n1.id IS NOT NULL
    AND n1.`mention_count` <= $p1
    AND (n1.`mention_count` < $p1
      OR (n1.`sort_name` > $p2
        OR (n1.`sort_name` = $p2
          AND n1.id > $p3)))
    WITH n1
    ORDER BY n1.`mention_count` DESC, n1.`sort_name`, n1.id
    LIMIT $p0 + 1
    WITH n1, 'mentionCount:DESC,name:ASC' + '|' + coalesce(toString(n1.`mention_count`), '') + '|' + coalesce(toString(n1.`sort_name`), '') + '|' + toString(n1.id) AS c1
    RETURN [{`name`: n1.`name`}, c1] } AS found1
  RETURN {`nodes`: [x IN found1[..$p0] | x[0]], `pageInfo`: {`hasNextPage`: size(found1) > $p0, `hasPreviousPage`: true}} }[0] AS answer
