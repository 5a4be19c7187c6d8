-- search
SELECT json((SELECT json_object('nodes', json_group_array(json_object('matched', json(page1.value -> '$.matched'), 'entity', json((SELECT json_object('id', n2."id")
              FROM entity n2
              WHERE n2.id = page1.value ->> '$.entity')))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id
      LIMIT :p0) page1))

-- centrality
SELECT json((SELECT json_group_array(json_object('rank', json(page1.value -> '$.rank'), 'entity', json((SELECT json_object('id', n2."id")
            FROM entity n2
            WHERE n2.id = page1.value ->> '$.entity'))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))

-- communities
SELECT json((SELECT json_group_array(json_object('communities', json((SELECT json_group_array(json_object('size', json(page2.value -> '$.size'), 'members', json((SELECT json_group_array(json_object('id', n3."id"))
                    FROM (SELECT n3.nid, i.key AS id
                      FROM json_each(page2.value, '$.members') i
                      JOIN entity n3 ON n3.id = i.value
                      ORDER BY id
                      LIMIT :p1) page3
                    CROSS JOIN entity n3 ON n3.nid = page3.nid))))
            FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
              FROM json_each(page1.value, '$.communities') i
              ORDER BY id) page2))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))
