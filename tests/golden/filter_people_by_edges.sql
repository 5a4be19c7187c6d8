-- tookPart
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND (ifnull(r2.role = 'GUEST', 0)
            AND instr(n2.folded, :p0) > 0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- tookPartOnly
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND NOT n2.status = 'HELD'))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- metInSeptember
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND (EXISTS (SELECT 1
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'MET'
          AND r2.status = 'HELD'
          AND ifnull(r2.start_min <= :p1
            AND r2.end_max >= :p0, 0))
        OR EXISTS (SELECT 1
          FROM relation r2
          WHERE r2.target = n1.nid
          AND r2.source <> r2.target
          AND r2.type = 'MET'
          AND r2.status = 'HELD'
          AND ifnull(r2.start_min <= :p1
            AND r2.end_max >= :p0, 0)))
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- metNobodyElse
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'MET'
          AND r2.status = 'HELD'
          AND NOT n2.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single))
        OR EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.source <> r2.target
          AND r2.type = 'MET'
          AND r2.status = 'HELD'
          AND NOT n2.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- neverMet
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'MET'
          AND r2.status = 'HELD'
          AND (n2.folded >= :p0
            AND n2.folded < :p0 || char(1114111)))
        OR EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.source <> r2.target
          AND r2.type = 'MET'
          AND r2.status = 'HELD'
          AND (n2.folded >= :p0
            AND n2.folded < :p0 || char(1114111))))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- visited
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND n1.nid IN (SELECT r2.source
        FROM entity n2
        CROSS JOIN relation r2 ON r2.target = n2.nid
        WHERE r2.type = 'VISITED'
        AND r2.status = 'HELD'
        AND (n2.name = :p0
          AND EXISTS (SELECT 1
            FROM entity n3
            WHERE n3.nid = r2.event
            AND ifnull(n3.event_type = 'MEETING', 0))
          AND ifnull(r2.end_max >= :p1, 0)))
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- visitedNothing
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'VISITED'
          AND r2.status = 'HELD'))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- visitedOnly
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'VISITED'
          AND r2.status = 'HELD'
          AND NOT (n2.country_code IS NOT NULL
            AND n2.country_code = :p0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- inOffice
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND (EXISTS (SELECT 1
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          AND (ifnull(r2.start_min <= :p1
              AND r2.end_max >= :p0, 0)
            OR (r2.start_min IS NULL
              AND r2.end_max IS NULL
              AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')))))
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- noFormer
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          WHERE r2.source = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          AND r2.former IN (1)))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- ministers
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          AND NOT ((r2.role_title IS NOT NULL
              AND instr(r2.role_title_folded, :p0) > 0)
            AND n2.kind = 'PLACE')))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- members
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'MEMBER_OF'
          AND r2.status = 'HELD'
          AND instr(n2.folded, :p0) > 0))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- membersOnly
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'MEMBER_OF'
          AND r2.status = 'HELD'
          AND NOT n2.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- everyArticle
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'MENTIONS'
          AND n2.kind = 'ARTICLE'
          AND NOT (n2.publisher IS NOT NULL
            AND n2.publisher = :p0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
