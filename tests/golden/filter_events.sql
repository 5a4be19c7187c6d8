-- kind
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id, n1.sort_name AS k0
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND (ifnull(n1.event_type IN ('MEETING', 'SUMMIT'), 0)
        AND ifnull(n1.medium = 'IN_PERSON', 0))
      ORDER BY k0 NULLS LAST, id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- ids
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND (n1.id IN (SELECT coalesce(d.new, j.value)
          FROM json_each(:p0) j
          LEFT JOIN redirect d ON d.old = j.value
          AND d.single)
        AND (n1.folded >= :p1
          AND n1.folded < :p1 || char(1114111)))
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- about
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND n1.nid IN (SELECT r2.source
        FROM entity n2
        CROSS JOIN relation r2 ON r2.target = n2.nid
        WHERE r2.type = 'ABOUT'
        AND n2.id IN (SELECT coalesce(d.new, j.value)
          FROM json_each(:p0) j
          LEFT JOIN redirect d ON d.old = j.value
          AND d.single))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- aboutOnly
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id, n1.mention_count AS k0, n1.start AS k1
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'ABOUT'
          AND NOT n2.kind = 'ORGANIZATION'))
      ORDER BY k0 DESC NULLS LAST, k1 NULLS LAST, id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- aboutNothing
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'ABOUT'))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- guests
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND (ifnull(r2.role IN ('GUEST', 'HOST'), 0)
            AND n2.kind = 'PERSON')))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- unattended
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND n2.name = :p0))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- elsewhere
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT *
      FROM (SELECT n1.nid, n1.id AS id
        FROM entity n1
        WHERE n1.kind = 'EVENT'
        AND NOT (EXISTS (SELECT 1
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.target
            WHERE r2.source = n1.nid
            AND r2.type = 'HELD_AT'
            AND n2.nid IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                FROM entity s
                WHERE s.id IN (SELECT coalesce(d.new, j.value)
                  FROM json_each(:p0) j
                  LEFT JOIN redirect d ON d.old = j.value
                  AND d.single)
                UNION
                SELECT l.source
                FROM inside i
                JOIN relation l ON l.target = i.nid
                AND l.type = 'LOCATED_IN'
                AND l.status = 'HELD')
              SELECT nid
              FROM inside))))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- inside
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'HELD_AT'
          AND NOT (n2.country_code IS NOT NULL
            AND n2.country_code = :p0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- reported
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'MENTIONS'
          AND n2.kind = 'ARTICLE'
          AND (n2.publisher IS NOT NULL
            AND n2.publisher = :p0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- logic
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      AND ((n1.status = 'PLANNED'
          OR ifnull(n1.event_type = 'AGREEMENT', 0))
        AND NOT (n1.start_min IS NOT NULL
          AND n1.start_min > :p0))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
