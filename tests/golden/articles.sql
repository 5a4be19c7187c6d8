-- articles
SELECT json((SELECT json_object('nodes', json_group_array(json_object('title', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id, n1.start AS k0
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND ((n1.start_max IS NOT NULL
          AND n1.start_max < :p0)
        AND (n1.publisher IS NOT NULL
          AND n1.publisher = :p1))
      ORDER BY k0 NULLS LAST, id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
