-- into
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', r1."id", 'firstReported', r1."first_reported")))
    FROM (SELECT r1.rid, r1.id AS id, r1.first_reported AS k0
      FROM relation r1
      WHERE (r1.type <> 'MENTIONS'
        AND NOT (r1.type = 'LOCATED_IN'
          AND r1.origin = 'GAZETTEER'))
      AND r1.status = 'HELD'
      AND (ifnull(r1.end_max >= :p1, 0)
        OR (r1.start_min IS NULL
          AND r1.end_max IS NULL
          AND r1.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')))
      AND (r1.target IN (SELECT x.nid
          FROM entity x
          WHERE x.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single))
        OR r1.source IN (SELECT x.nid
          FROM entity x
          WHERE x.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single)))
      ORDER BY k0 NULLS LAST, id
      LIMIT :p2) page1
    CROSS JOIN relation r1 ON r1.rid = page1.rid))

-- planned
SELECT json((SELECT json_object('totalCount', (SELECT count(*)
        FROM (SELECT r1.rid, r1.id AS id
          FROM relation r1
          WHERE (r1.type <> 'MENTIONS'
            AND NOT (r1.type = 'LOCATED_IN'
              AND r1.origin = 'GAZETTEER'))
          AND r1.status = 'PLANNED'
          AND (r1.source IN (SELECT x.nid
              FROM entity x
              WHERE x.id IN (SELECT coalesce(d.new, j.value)
                FROM json_each(:p0) j
                LEFT JOIN redirect d ON d.old = j.value
                AND d.single))
            OR r1.target IN (SELECT x.nid
              FROM entity x
              WHERE x.id IN (SELECT coalesce(d.new, j.value)
                FROM json_each(:p0) j
                LEFT JOIN redirect d ON d.old = j.value
                AND d.single))
            AND r1.type = 'MET'))), 'nodes', json_group_array(json_object('id', r1."id")))
    FROM (SELECT r1.rid, r1.id AS id
      FROM relation r1
      WHERE (r1.type <> 'MENTIONS'
        AND NOT (r1.type = 'LOCATED_IN'
          AND r1.origin = 'GAZETTEER'))
      AND r1.status = 'PLANNED'
      AND (r1.source IN (SELECT x.nid
          FROM entity x
          WHERE x.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single))
        OR r1.target IN (SELECT x.nid
          FROM entity x
          WHERE x.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single))
        AND r1.type = 'MET')
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN relation r1 ON r1.rid = page1.rid))

-- sinceReported
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', r1."id", 'reportCount', (SELECT count(DISTINCT v.article)
            FROM evidence v
            JOIN entity a ON a.nid = v.article
            WHERE v.relation = r1.rid
            AND v.published_max <= :p0))))
    FROM (SELECT r1.rid, r1.id AS id
      FROM relation r1
      WHERE r1.type = 'PARTICIPATED_IN'
      AND r1.status = 'HELD'
      AND (r1.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
        OR EXISTS (SELECT 1
          FROM evidence v
          WHERE v.relation = r1.rid
          AND v.published_max <= :p0)
        OR (r1.type = 'MENTIONS'
          AND EXISTS (SELECT 1
            FROM entity a
            WHERE a.nid = r1.source
            AND a.end_max <= :p0)))
      AND r1.confidence >= :p1
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN relation r1 ON r1.rid = page1.rid))

-- next
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', r1."id")))
    FROM (SELECT *
      FROM (SELECT r1.rid, r1.id AS id
        FROM relation r1
        WHERE r1.type = 'HELD_AT'
        AND r1.status IN ('HELD', 'PLANNED'))
      WHERE id > :p1
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN relation r1 ON r1.rid = page1.rid))
