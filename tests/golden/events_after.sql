-- events
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT *
      FROM (SELECT n1.nid, n1.id AS id, n1.start AS k0
        FROM entity n1
        WHERE n1.kind = 'EVENT')
      WHERE iif(:p1 IS NULL, k0 IS NULL
        AND id > :p2, k0 > :p1
        OR k0 IS NULL
        OR (k0 = :p1
          AND id > :p2))
      ORDER BY k0 NULLS LAST, id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
