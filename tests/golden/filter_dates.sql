-- eq
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND ((n1.start_min IS NOT NULL
          AND n1.start_min >= :p0)
        AND (n1.start_max IS NOT NULL
          AND n1.start_max <= :p1))
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- gt
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND (n1.start_min IS NOT NULL
        AND n1.start_min > :p0)
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- upTo
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND ((((n1.start_min IS NOT NULL
              AND n1.start_min >= :p0)
            AND (n1.start_max IS NOT NULL
              AND n1.start_max <= :p1))
          OR (n1.start_min IS NOT NULL
            AND n1.start_min > :p2))
        AND (((n1.start_min IS NOT NULL
              AND n1.start_min >= :p3)
            AND (n1.start_max IS NOT NULL
              AND n1.start_max <= :p4))
          OR (n1.start_max IS NOT NULL
            AND n1.start_max < :p5)))
      ORDER BY id
      LIMIT :p6) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- before
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND (n1.start_max IS NOT NULL
        AND n1.start_max < :p0)
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
