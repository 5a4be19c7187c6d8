-- search
SELECT json((SELECT json_object('edges', json_group_array(json_object('cursor', page1.cursor, 'node', json_object('matched', json(page1.value -> '$.matched'), 'entity', json((SELECT json_object('id', n2."id")
                FROM entity n2
                WHERE n2.id = page1.value ->> '$.entity'))))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id
      LIMIT :p0) page1))
