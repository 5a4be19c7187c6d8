-- people
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          AND ((r2.role_title IS NOT NULL
              AND instr(r2.role_title_folded, :p0) > 0)
            AND n2.kind = 'PLACE'
            AND r2.former IN (0))))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
