-- person
SELECT (SELECT json_object('met', json((SELECT json_object('totalCount', (SELECT count(*)
            FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id, r2.start AS k0
              FROM relation r2
              WHERE r2.source = n1.nid
              AND r2.type = 'MET'
              AND r2.status = 'HELD'
              UNION ALL
              SELECT r2.rid, r2.source AS nid, r2.id AS id, r2.start AS k0
              FROM relation r2
              WHERE r2.target = n1.nid
              AND r2.source <> r2.target
              AND r2.type = 'MET'
              AND r2.status = 'HELD')), 'edges', json_group_array(json_object('date', r2."start", 'node', json_object('name', n2."name"), 'places', json((SELECT json_group_array(json_object('name', n3."name")
                    ORDER BY r3.id)
                  FROM relation r3
                  JOIN entity n3 ON n3.nid = r3.target
                  WHERE r3.source = r2.event
                  AND r3.type = 'HELD_AT')))))
        FROM (SELECT *
          FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id, r2.start AS k0
            FROM relation r2
            WHERE r2.source = n1.nid
            AND r2.type = 'MET'
            AND r2.status = 'HELD'
            UNION ALL
            SELECT r2.rid, r2.source AS nid, r2.id AS id, r2.start AS k0
            FROM relation r2
            WHERE r2.target = n1.nid
            AND r2.source <> r2.target
            AND r2.type = 'MET'
            AND r2.status = 'HELD')
          ORDER BY k0 DESC NULLS LAST, id
          LIMIT :p1) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'roles', json((SELECT json_object('edges', json_group_array(json_object('title', ifnull(r2.role_title, ''), 'cursor', page2.cursor)))
        FROM (SELECT *, 'confidence:DESC,start:ASC' || '|' || ifnull(k0, '') || '|' || ifnull(k1, '') || '|' || id AS cursor
          FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id, r2.confidence AS k0, r2.start AS k1
            FROM relation r2
            WHERE r2.source = n1.nid
            AND r2.type = 'HOLDS_ROLE'
            AND r2.status = 'HELD'
            ORDER BY k0 DESC NULLS LAST, k1 NULLS LAST, id
            LIMIT :p2)) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid)))
  FROM entity n1
  WHERE n1.kind = 'PERSON'
  AND n1.id = coalesce((SELECT d.new
      FROM redirect d
      WHERE d.old = :p0
      AND d.single), :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
