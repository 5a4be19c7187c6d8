-- people
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")) FILTER (WHERE page1.rank <= :p0), 'pageInfo', json_object('hasNextPage', json(iif(count(*) > :p0, 'true', 'false')), 'hasPreviousPage', json('true')))
    FROM (SELECT *, row_number() OVER () AS rank
      FROM (SELECT *
        FROM (SELECT n1.nid, n1.id AS id, n1.mention_count AS k0, n1.sort_name AS k1
          FROM entity n1
          WHERE n1.kind = 'PERSON')
        WHERE iif(:p1 IS NULL, k0 IS NULL
          AND iif(:p2 IS NULL, k1 IS NULL
            AND id > :p3, k1 > :p2
            OR k1 IS NULL
            OR (k1 = :p2
              AND id > :p3)), k0 < :p1
          OR k0 IS NULL
          OR (k0 = :p1
            AND iif(:p2 IS NULL, k1 IS NULL
              AND id > :p3, k1 > :p2
              OR k1 IS NULL
              OR (k1 = :p2
                AND id > :p3))))
        ORDER BY k0 DESC NULLS LAST, k1 NULLS LAST, id
        LIMIT :p0 + 1)) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
