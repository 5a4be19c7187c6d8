-- ids
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id, n1.sort_name AS k0
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND n1.id IN (SELECT coalesce(d.new, j.value)
        FROM json_each(:p0) j
        LEFT JOIN redirect d ON d.old = j.value
        AND d.single)
      ORDER BY k0 DESC NULLS LAST, id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- titled
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND instr(n1.folded, :p0) > 0
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- naming
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND n1.nid IN (SELECT r2.source
        FROM entity n2
        CROSS JOIN relation r2 ON r2.target = n2.nid
        WHERE r2.type = 'MENTIONS'
        AND n2.name = :p0)
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- namingNo
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'MENTIONS'
          AND n2.kind = 'ORGANIZATION'))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- namingOnly
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND NOT (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'MENTIONS'
          AND NOT n2.kind IN ('PERSON', 'PLACE')))
      ORDER BY id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- logic
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND ((n1.nid IN (SELECT rowid
            FROM article_text
            WHERE article_text
            MATCH :p0)
          OR n1.nid IN (SELECT rowid
            FROM article_text
            WHERE article_text
            MATCH :p1))
        AND NOT ((n1.start_min IS NOT NULL
            AND n1.start_min >= :p2)
          AND (n1.start_max IS NOT NULL
            AND n1.start_max <= :p3)))
      ORDER BY id
      LIMIT :p4) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
