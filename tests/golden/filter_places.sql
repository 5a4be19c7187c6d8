-- ids
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND n1.id IN (SELECT coalesce(d.new, j.value)
        FROM json_each(:p0) j
        LEFT JOIN redirect d ON d.old = j.value
        AND d.single)
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- named
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id, n1.sort_name AS k0
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND n1.name IN (SELECT value
        FROM json_each(:p0))
      ORDER BY k0 DESC NULLS LAST, id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- hosts
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'HELD_AT'
          AND n2.status = 'HELD'))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- idle
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'HELD_AT'
          AND ifnull(n2.end_max >= :p0, 0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- plannedOnly
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND (NOT (EXISTS (SELECT 1
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.source
            WHERE r2.target = n1.nid
            AND r2.type = 'HELD_AT'
            AND NOT n2.status = 'PLANNED'))
        AND ifnull(n1.place_type = 'CITY', 0))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- read
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'MENTIONS'
          AND n2.kind = 'ARTICLE'
          AND instr(n2.folded, :p0) > 0))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- logic
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT *
      FROM (SELECT n1.nid, n1.id AS id
        FROM entity n1
        WHERE n1.kind = 'PLACE'
        AND ((n1.nid IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
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
              FROM inside)
            OR ifnull(2 * 6371.0088 * asin(min(1, sqrt(pow(sin(radians((n1.latitude - :p1) / 2.0)), 2) + cos(radians(n1.latitude)) * cos(radians(:p1)) * pow(sin(radians((n1.longitude - :p2) / 2.0)), 2)))) <= :p3, 0))
          AND NOT ifnull(n1.place_type = 'COUNTRY', 0)))
      ORDER BY id
      LIMIT :p4) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
