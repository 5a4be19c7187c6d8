-- place
SELECT (SELECT json_object('events', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT *
          FROM (SELECT n2.nid, n2.id AS id, n2.start AS k0
            FROM entity n2
            WHERE n2.kind = 'EVENT'
            AND ifnull(n2.event_type = 'MEETING', 0)
            AND n2.nid IN (SELECT h.source
              FROM relation h
              WHERE h.target IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                  FROM entity s
                  WHERE s.id IN (SELECT n1.id)
                  UNION
                  SELECT l.source
                  FROM inside i
                  JOIN relation l ON l.target = i.nid
                  AND l.type = 'LOCATED_IN'
                  AND l.status = 'HELD')
                SELECT nid
                FROM inside)
              AND h.type = 'HELD_AT'
              AND (h.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
                OR EXISTS (SELECT 1
                  FROM evidence v
                  WHERE v.relation = h.rid
                  AND v.published_max <= :p2)
                OR (h.type = 'MENTIONS'
                  AND EXISTS (SELECT 1
                    FROM entity a
                    WHERE a.nid = h.source
                    AND a.end_max <= :p2)))
              AND ifnull(h.end_max >= :p3, 0)))
          ORDER BY k0 NULLS LAST, id
          LIMIT :p1) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'people', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT *
          FROM (SELECT n2.nid, n2.id AS id
            FROM entity n2
            WHERE n2.kind = 'PERSON'
            AND n2.nid IN (SELECT p.source
              FROM relation p
              WHERE p.target IN (SELECT h.source
                FROM relation h
                WHERE h.target IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                    FROM entity s
                    WHERE s.id IN (SELECT n1.id)
                    UNION
                    SELECT l.source
                    FROM inside i
                    JOIN relation l ON l.target = i.nid
                    AND l.type = 'LOCATED_IN'
                    AND l.status = 'HELD')
                  SELECT nid
                  FROM inside)
                AND h.type = 'HELD_AT'
                AND h.status = 'HELD'
                AND (h.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
                  OR EXISTS (SELECT 1
                    FROM evidence v
                    WHERE v.relation = h.rid
                    AND v.published_max <= :p5)
                  OR (h.type = 'MENTIONS'
                    AND EXISTS (SELECT 1
                      FROM entity a
                      WHERE a.nid = h.source
                      AND a.end_max <= :p5)))
                AND ifnull(h.end_max >= :p6, 0))
              AND p.type = 'PARTICIPATED_IN'
              AND p.status = 'HELD'
              AND (p.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
                OR EXISTS (SELECT 1
                  FROM evidence v
                  WHERE v.relation = p.rid
                  AND v.published_max <= :p5)
                OR (p.type = 'MENTIONS'
                  AND EXISTS (SELECT 1
                    FROM entity a
                    WHERE a.nid = p.source
                    AND a.end_max <= :p5)))
              AND ifnull(p.end_max >= :p6, 0)
              UNION
              SELECT v.source
              FROM relation v
              WHERE v.target IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                  FROM entity s
                  WHERE s.id IN (SELECT n1.id)
                  UNION
                  SELECT l.source
                  FROM inside i
                  JOIN relation l ON l.target = i.nid
                  AND l.type = 'LOCATED_IN'
                  AND l.status = 'HELD')
                SELECT nid
                FROM inside)
              AND v.type = 'VISITED'
              AND v.status = 'HELD'
              AND (v.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
                OR EXISTS (SELECT 1
                  FROM evidence v
                  WHERE v.relation = v.rid
                  AND v.published_max <= :p5)
                OR (v.type = 'MENTIONS'
                  AND EXISTS (SELECT 1
                    FROM entity a
                    WHERE a.nid = v.source
                    AND a.end_max <= :p5)))
              AND ifnull(v.end_max >= :p6, 0)))
          ORDER BY id
          LIMIT :p4) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'exactly', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT *
          FROM (SELECT n2.nid, n2.id AS id
            FROM entity n2
            WHERE n2.kind = 'PERSON'
            AND n2.nid IN (SELECT p.source
              FROM relation p
              WHERE p.target IN (SELECT h.source
                FROM relation h
                WHERE h.target IN (SELECT n1.nid)
                AND h.type = 'HELD_AT'
                AND h.status = 'HELD')
              AND p.type = 'PARTICIPATED_IN'
              AND p.status = 'HELD'
              UNION
              SELECT v.source
              FROM relation v
              WHERE v.target IN (SELECT n1.nid)
              AND v.type = 'VISITED'
              AND v.status = 'HELD'))
          ORDER BY id
          LIMIT :p7) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'officeHolders', json((SELECT json_object('edges', json_group_array(json_object('title', ifnull(r2.role_title, ''), 'since', r2."start", 'node', json_object('id', n2."id"))))
        FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id, r2.start AS k0
          FROM relation r2
          WHERE r2.target = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          AND (ifnull(r2.end_max >= :p9, 0)
            OR (r2.start_min IS NULL
              AND r2.end_max IS NULL
              AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')))
          ORDER BY k0 DESC NULLS LAST, id
          LIMIT :p8) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid
        CROSS JOIN entity n2 ON n2.nid = page2.nid)))
  FROM entity n1
  WHERE n1.kind = 'PLACE'
  AND n1.id = coalesce((SELECT d.new
      FROM redirect d
      WHERE d.old = :p0
      AND d.single), :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
