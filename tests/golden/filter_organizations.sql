-- named
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id, n1.sort_name AS k0
      FROM entity n1
      WHERE n1.kind = 'ORGANIZATION'
      AND (:p0 = ''
        OR substr(n1.folded, -length(:p0)) = :p0)
      ORDER BY k0 NULLS LAST, id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- organizers
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ORGANIZATION'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND (ifnull(r2.role = 'ORGANIZER', 0)
            AND ifnull(n2.event_type = 'SUMMIT', 0))))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- members
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ORGANIZATION'
      AND n1.nid IN (SELECT r2.source
        FROM entity n2
        CROSS JOIN relation r2 ON r2.target = n2.nid
        WHERE r2.type = 'MEMBER_OF'
        AND r2.status = 'HELD'
        AND n2.name = :p0)
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- somewhere
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ORGANIZATION'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'LOCATED_IN'
          AND r2.status = 'HELD'
          AND (n2.country_code IS NOT NULL
            AND n2.country_code = :p0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- unread
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ORGANIZATION'
      AND NOT (EXISTS (SELECT 1
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
      WHERE n1.kind = 'ORGANIZATION'
      AND ((instr(n1.folded, :p0) > 0
          OR NOT (EXISTS (SELECT 1
              FROM relation r2
              JOIN entity n2 ON n2.nid = r2.target
              WHERE r2.source = n1.nid
              AND r2.type = 'MEMBER_OF'
              AND r2.status = 'HELD'
              AND n2.id IN (SELECT coalesce(d.new, j.value)
                FROM json_each(:p1) j
                LEFT JOIN redirect d ON d.old = j.value
                AND d.single))))
        AND NOT NOT (EXISTS (SELECT 1
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.target
            WHERE r2.source = n1.nid
            AND r2.type = 'LOCATED_IN'
            AND r2.status = 'HELD'
            AND NOT ifnull(n2.place_type = 'CITY', 0))))
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
