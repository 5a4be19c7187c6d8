-- ids
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")), 'pageInfo', json_object('endCursor', json_group_array(page1.cursor) ->> '$[#-1]'))
    FROM (SELECT *, 'name:DESC' || '|' || ifnull(k0, '') || '|' || id AS cursor
      FROM (SELECT n1.nid, n1.id AS id, n1.sort_name AS k0
        FROM entity n1
        WHERE n1.id IN (SELECT coalesce(d.new, j.value)
          FROM json_each(:p0) j
          LEFT JOIN redirect d ON d.old = j.value
          AND d.single)
        ORDER BY k0 DESC NULLS LAST, id
        LIMIT :p1)) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- named
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id, n1.mention_count AS k0
      FROM entity n1
      WHERE (n1.folded >= :p0
        AND n1.folded < :p0 || char(1114111))
      ORDER BY k0 DESC NULLS LAST, id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- logic
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE (n1.kind IN ('PERSON', 'ORGANIZATION')
        AND (instr(n1.folded, :p0) > 0
          OR NOT n1.mention_count = :p1))
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
