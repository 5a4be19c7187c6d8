-- person
SELECT (SELECT json_object('degree', ((SELECT count(*)
        FROM relation r2
        WHERE r2.source = n1.nid
        AND (n1.kind = 'ARTICLE'
          OR r2.type <> 'MENTIONS'
          AND NOT (r2.type = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status IN ('HELD', 'PLANNED')
        AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
          OR EXISTS (SELECT 1
            FROM evidence v
            WHERE v.relation = r2.rid
            AND v.published_max <= :p1)
          OR (r2.type = 'MENTIONS'
            AND EXISTS (SELECT 1
              FROM entity a
              WHERE a.nid = r2.source
              AND a.end_max <= :p1)))) + (SELECT count(*)
        FROM relation r2
        WHERE r2.target = n1.nid
        AND r2.source <> r2.target
        AND (n1.kind = 'ARTICLE'
          OR r2.type <> 'MENTIONS'
          AND NOT (r2.type = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status IN ('HELD', 'PLANNED')
        AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
          OR EXISTS (SELECT 1
            FROM evidence v
            WHERE v.relation = r2.rid
            AND v.published_max <= :p1)
          OR (r2.type = 'MENTIONS'
            AND EXISTS (SELECT 1
              FROM entity a
              WHERE a.nid = r2.source
              AND a.end_max <= :p1))))), 'relations', json((SELECT json_object('nodes', json_group_array(json_object('id', r2."id", 'firstReported', (SELECT min(a.start)
                FROM evidence v
                JOIN entity a ON a.nid = v.article
                WHERE v.relation = r2.rid
                AND v.published_max <= :p2), 'confidence', (SELECT ifnull(max(v.confidence), r2.confidence)
                FROM evidence v
                JOIN entity a ON a.nid = v.article
                WHERE v.relation = r2.rid
                AND v.published_max <= :p2), 'evidence', json((SELECT json_group_array(json_object('start', e3."start", 'end', e3."end", 'article', json((SELECT json_object('id', n4."id")
                          FROM entity n4
                          WHERE n4.nid = e3.article))))
                  FROM (SELECT e3.rowid AS eid, a.id AS id, e3.start AS k0, e3.extractor AS k1
                    FROM evidence e3
                    JOIN entity a ON a.nid = e3.article
                    WHERE e3.relation = r2.rid
                    AND e3.published_max <= :p2
                    ORDER BY id NULLS LAST, k0 NULLS LAST, k1
                    LIMIT :p5) page3
                  CROSS JOIN evidence e3 ON e3.rowid = page3.eid)))))
        FROM (SELECT *
          FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
            FROM relation r2
            WHERE r2.target = n1.nid
            AND (n1.kind = 'ARTICLE'
              OR r2.type <> 'MENTIONS'
              AND NOT (r2.type = 'LOCATED_IN'
                AND r2.origin = 'GAZETTEER'))
            AND r2.status = 'HELD'
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
            AND (ifnull(r2.end_max >= :p3, 0)
              OR (r2.start_min IS NULL
                AND r2.end_max IS NULL
                AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')))
            UNION ALL
            SELECT r2.rid, r2.target AS nid, r2.id AS id
            FROM relation r2
            WHERE r2.source = n1.nid
            AND r2.source <> r2.target
            AND r2.type = 'MET'
            AND (n1.kind = 'ARTICLE'
              OR r2.type <> 'MENTIONS'
              AND NOT (r2.type = 'LOCATED_IN'
                AND r2.origin = 'GAZETTEER'))
            AND r2.status = 'HELD'
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
            AND (ifnull(r2.end_max >= :p3, 0)
              OR (r2.start_min IS NULL
                AND r2.end_max IS NULL
                AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS'))))
          ORDER BY id
          LIMIT :p4) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid)))
  FROM entity n1
  WHERE n1.kind = 'PERSON'
  AND n1.id = coalesce((SELECT d.new
      FROM redirect d
      WHERE d.old = :p0
      AND d.single), :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
