-- paths
SELECT json((SELECT json_group_array(json_object('length', json(page1.value -> '$.length'), 'confidence', json(page1.value -> '$.confidence'), 'summary', json(page1.value -> '$.summary'), 'nodes', json((SELECT json_group_array(json_object('name', n2."name"))
            FROM (SELECT n2.nid, i.key AS id
              FROM json_each(page1.value, '$.nodes') i
              JOIN entity n2 ON n2.id = i.value
              ORDER BY id) page2
            CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'edges', json((SELECT json_group_array(json_object('id', r2."id"))
            FROM (SELECT r2.rid, i.key AS id
              FROM json_each(page1.value, '$.edges') i
              JOIN relation r2 ON r2.id = i.value
              ORDER BY id) page2
            CROSS JOIN relation r2 ON r2.rid = page2.rid))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))
