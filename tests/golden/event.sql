-- event
SELECT (SELECT json_object('name', n1."name", 'eventType', n1."event_type", 'status', n1."status", 'medium', n1."medium", 'start', n1."start", 'end', n1."end", 'places', json((SELECT json_object('nodes', json_group_array(json_object('name', n2."name")))
        FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'HELD_AT'
          ORDER BY id
          LIMIT :p1) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'partOf', json((SELECT json_group_array(json_object('name', n2."name", 'parts', json((SELECT json_object('nodes', json_group_array(json_object('name', n3."name")))
                FROM (SELECT r3.rid, r3.source AS nid, r3.id AS id
                  FROM relation r3
                  WHERE r3.target = n2.nid
                  AND r3.type = 'PART_OF'
                  ORDER BY id
                  LIMIT :p2) page3
                CROSS JOIN entity n3 ON n3.nid = page3.nid))))
        FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'PART_OF'
          AND n2.kind = 'EVENT'
          ORDER BY id) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'about', json_object('totalCount', (SELECT count(*)
        FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'ABOUT'))), 'participants', json((SELECT json_object('nodes', json_group_array(json_object('name', n2."name")))
        FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
          FROM relation r2
          WHERE r2.target = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND ifnull(r2.role = 'HOST', 0)
          ORDER BY id
          LIMIT :p4) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)))
  FROM entity n1
  WHERE n1.kind = 'EVENT'
  AND n1.id = coalesce((SELECT d.new
      FROM redirect d
      WHERE d.old = :p0
      AND d.single), :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
