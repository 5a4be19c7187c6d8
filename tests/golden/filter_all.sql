-- events
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND NOT n2.kind = 'PERSON'))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
