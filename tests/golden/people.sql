-- people
SELECT json((SELECT json_object('edges', json_group_array(json_object('cursor', page1.cursor, 'node', json_object('name', n1."name"))) FILTER (WHERE page1.rank <= :p0), 'pageInfo', json_object('hasNextPage', json(iif(count(*) > :p0, 'true', 'false')), 'hasPreviousPage', json('false'), 'startCursor', json_group_array(page1.cursor) FILTER (WHERE page1.rank <= :p0) ->> '$[0]', 'endCursor', json_group_array(page1.cursor) FILTER (WHERE page1.rank <= :p0) ->> '$[#-1]'), 'totalCount', (SELECT count(*)
        FROM (SELECT n1.nid, n1.id AS id, n1.mention_count AS k0, n1.sort_name AS k1
          FROM entity n1
          WHERE n1.kind = 'PERSON')))
    FROM (SELECT *, row_number() OVER () AS rank
      FROM (SELECT *, 'mentionCount:DESC,name:ASC' || '|' || ifnull(k0, '') || '|' || ifnull(k1, '') || '|' || id AS cursor
        FROM (SELECT n1.nid, n1.id AS id, n1.mention_count AS k0, n1.sort_name AS k1
          FROM entity n1
          WHERE n1.kind = 'PERSON'
          ORDER BY k0 DESC NULLS LAST, k1 NULLS LAST, id
          LIMIT :p0 + 1))) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
