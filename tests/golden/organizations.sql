-- organizations
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ORGANIZATION'
      AND n1.nid IN (SELECT r2.source
        FROM entity n2
        CROSS JOIN relation r2 ON r2.target = n2.nid
        WHERE r2.type = 'MEMBER_OF'
        AND r2.status = 'HELD'
        AND n2.id IN (SELECT coalesce(d.new, j.value)
          FROM json_each(:p0) j
          LEFT JOIN redirect d ON d.old = j.value
          AND d.single))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
