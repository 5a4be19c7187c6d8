-- person
SELECT (SELECT json_object('events', json((SELECT json_object('edges', json_group_array(json_object('role', ifnull(r2.role, 'PARTICIPANT'), 'node', json_object('id', n2."id"))))
        FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id, n2.start AS k0
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
            OR EXISTS (SELECT 1
              FROM evidence v
              WHERE v.relation = r2.rid
              AND v.published_max <= :p2)
            OR (r2.type = 'MENTIONS'
              AND EXISTS (SELECT 1
                FROM entity a
                WHERE a.nid = r2.source
                AND a.end_max <= :p2)))
          AND (n2.status = 'HELD'
            AND ifnull(r2.end_max >= :p3, 0)
            AND ifnull(r2.role IN ('GUEST', 'SPEAKER'), 0))
          ORDER BY k0 DESC NULLS LAST, id
          LIMIT :p1) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'met', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT *
          FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.target
            WHERE r2.source = n1.nid
            AND r2.type = 'MET'
            AND r2.status = 'HELD'
            AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
              OR EXISTS (SELECT 1
                FROM evidence v
                WHERE v.relation = r2.rid
                AND v.published_max <= :p5)
              OR (r2.type = 'MENTIONS'
                AND EXISTS (SELECT 1
                  FROM entity a
                  WHERE a.nid = r2.source
                  AND a.end_max <= :p5)))
            AND (instr(n2.folded, :p6) > 0
              AND ifnull(r2.end_max >= :p7, 0)
              AND EXISTS (SELECT 1
                FROM entity n3
                WHERE n3.nid = r2.event
                AND ifnull(n3.event_type = 'MEETING', 0)))
            UNION ALL
            SELECT r2.rid, r2.source AS nid, r2.id AS id
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.source
            WHERE r2.target = n1.nid
            AND r2.source <> r2.target
            AND r2.type = 'MET'
            AND r2.status = 'HELD'
            AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
              OR EXISTS (SELECT 1
                FROM evidence v
                WHERE v.relation = r2.rid
                AND v.published_max <= :p5)
              OR (r2.type = 'MENTIONS'
                AND EXISTS (SELECT 1
                  FROM entity a
                  WHERE a.nid = r2.source
                  AND a.end_max <= :p5)))
            AND (instr(n2.folded, :p6) > 0
              AND ifnull(r2.end_max >= :p7, 0)
              AND EXISTS (SELECT 1
                FROM entity n3
                WHERE n3.nid = r2.event
                AND ifnull(n3.event_type = 'MEETING', 0))))
          ORDER BY id
          LIMIT :p4) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'visited', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id, r2.start AS k0
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'VISITED'
          AND r2.status = 'HELD'
          AND ((n2.country_code IS NOT NULL
              AND n2.country_code = :p9)
            AND ifnull(r2.start_min <= :p10, 0)
            AND EXISTS (SELECT 1
              FROM entity n3
              WHERE n3.nid = r2.event
              AND ifnull(n3.medium = 'IN_PERSON', 0)))
          ORDER BY k0 NULLS LAST, id
          LIMIT :p8) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'degree', ((SELECT count(*)
        FROM relation r2
        WHERE r2.source = n1.nid
        AND r2.type = 'MET'
        AND r2.status = 'HELD'
        AND (ifnull(r2.end_max >= :p11, 0)
          OR (r2.start_min IS NULL
            AND r2.end_max IS NULL
            AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')))) + (SELECT count(*)
        FROM relation r2
        WHERE r2.target = n1.nid
        AND r2.source <> r2.target
        AND r2.type = 'MET'
        AND r2.status = 'HELD'
        AND (ifnull(r2.end_max >= :p11, 0)
          OR (r2.start_min IS NULL
            AND r2.end_max IS NULL
            AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS'))))), 'relations', json((SELECT json_object('nodes', json_group_array(json_object('id', r2."id")))
        FROM (SELECT *
          FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id, r2.confidence AS k0
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.target
            WHERE r2.source = n1.nid
            AND r2.type IN ('MET', 'VISITED')
            AND r2.status = 'HELD'
            AND n2.kind = 'PLACE'
            AND r2.confidence >= :p12
            UNION ALL
            SELECT r2.rid, r2.source AS nid, r2.id AS id, r2.confidence AS k0
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.source
            WHERE r2.target = n1.nid
            AND r2.source <> r2.target
            AND r2.type = 'MET'
            AND r2.type IN ('MET', 'VISITED')
            AND r2.status = 'HELD'
            AND n2.kind = 'PLACE'
            AND r2.confidence >= :p12)
          ORDER BY k0 DESC NULLS LAST, id
          LIMIT :p13) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid)), 'roles', json((SELECT json_object('edges', json_group_array(json_object('title', ifnull(r2.role_title, ''))))
        FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
            OR EXISTS (SELECT 1
              FROM evidence v
              WHERE v.relation = r2.rid
              AND v.published_max <= :p15)
            OR (r2.type = 'MENTIONS'
              AND EXISTS (SELECT 1
                FROM entity a
                WHERE a.nid = r2.source
                AND a.end_max <= :p15)))
          AND (ifnull(r2.end_max >= :p16, 0)
            OR (r2.start_min IS NULL
              AND r2.end_max IS NULL
              AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')))
          ORDER BY id
          LIMIT :p14) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid)))
  FROM entity n1
  WHERE n1.kind = 'PERSON'
  AND n1.id = coalesce((SELECT d.new
      FROM redirect d
      WHERE d.old = :p0
      AND d.single), :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
