-- paths
SELECT json((SELECT json_group_array(json_object('length', json(page1.value -> '$.length'), 'edges', json((SELECT json_group_array(json_object('id', r2."id"))
            FROM (SELECT r2.rid, i.key AS id
              FROM json_each(page1.value, '$.edges') i
              JOIN relation r2 ON r2.id = i.value
              ORDER BY id) page2
            CROSS JOIN relation r2 ON r2.rid = page2.rid))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))

-- neighborhood
SELECT json((SELECT json_group_array(json_object('nodes', json((SELECT json_group_array(json_object('id', n2."id"))
            FROM (SELECT n2.nid, i.key AS id
              FROM json_each(page1.value, '$.nodes') i
              JOIN entity n2 ON n2.id = i.value
              ORDER BY id) page2
            CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'truncated', json(page1.value -> '$.truncated')))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))

-- common
SELECT json((SELECT json_object('nodes', json_group_array(json((SELECT json_object('id', n2."id")
            FROM entity n2
            WHERE n2.id = page1.value ->> '$.entity'))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id
      LIMIT :p0) page1))

-- timeline: its events
SELECT json((SELECT json_group_array(json_object('id', n1."id", 'start', n1."start", 'startMin', n1."start_min", 'endMax', n1."end_max"))
    FROM (SELECT *
      FROM (SELECT n1.nid, n1.id AS id
        FROM entity n1
        WHERE n1.kind = 'EVENT'
        AND (n1.status = 'HELD'
          AND ifnull(n1.start_min <= :p1
            AND n1.end_max >= :p0, 0)
          AND n1.nid IN (SELECT r2.source
            FROM entity n2
            CROSS JOIN relation r2 ON r2.target = n2.nid
            WHERE r2.type IN ('PARTICIPATED_IN', 'HELD_AT', 'MET', 'VISITED', 'HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')
            AND n2.id IN (SELECT coalesce(d.new, j.value)
              FROM json_each(:p2) j
              LEFT JOIN redirect d ON d.old = j.value
              AND d.single)
            UNION ALL
            SELECT r2.target
            FROM entity n2
            CROSS JOIN relation r2 ON r2.source = n2.nid
            WHERE r2.source <> r2.target
            AND r2.type IN ('PARTICIPATED_IN', 'HELD_AT', 'MET', 'VISITED', 'HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')
            AND n2.id IN (SELECT coalesce(d.new, j.value)
              FROM json_each(:p2) j
              LEFT JOIN redirect d ON d.old = j.value
              AND d.single))))
      ORDER BY id) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- timeline
SELECT json((SELECT json_group_array(json_object('from', json(page1.value -> '$.from'), 'count', json(page1.value -> '$.count'), 'events', json((SELECT json_group_array(json_object('id', n2."id"))
            FROM (SELECT n2.nid, i.key AS id
              FROM json_each(page1.value, '$.events') i
              JOIN entity n2 ON n2.id = i.value
              ORDER BY id
              LIMIT :p3) page2
            CROSS JOIN entity n2 ON n2.nid = page2.nid))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))
