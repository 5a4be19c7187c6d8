-- events
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND (ifnull(n1.start_min <= :p1
          AND n1.end_max >= :p0, 0)
        AND n1.status = 'HELD'
        AND (((n1.start_min IS NOT NULL
              AND n1.start_min >= :p2)
            AND (n1.start_max IS NOT NULL
              AND n1.start_max <= :p3))
          OR (n1.start_min IS NOT NULL
            AND n1.start_min > :p4)))
      ORDER BY id
      LIMIT :p5) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
