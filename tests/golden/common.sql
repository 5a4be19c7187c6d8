-- common
SELECT json((SELECT json_object('nodes', json_group_array(json((SELECT json_object('id', n2."id")
            FROM entity n2
            WHERE n2.id = page1.value ->> '$.entity'))) FILTER (WHERE page1.rank <= :p0), 'pageInfo', json_object('hasNextPage', json(iif(count(*) > :p0, 'true', 'false')), 'endCursor', json_group_array(page1.cursor) FILTER (WHERE page1.rank <= :p0) ->> '$[#-1]'))
    FROM (SELECT *, row_number() OVER () AS rank
      FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
        FROM json_each(:rows) i
        ORDER BY id
        LIMIT :p0 + 1)) page1))
