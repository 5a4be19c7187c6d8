-- people
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND (n1.id IN (SELECT coalesce(d.new, j.value)
          FROM json_each(:p0) j
          LEFT JOIN redirect d ON d.old = j.value
          AND d.single)
        OR (n1.mention_count > :p1
          AND NOT n1.name = :p2))
      ORDER BY id
      LIMIT :p3) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
