-- centrality
SELECT json((SELECT json_group_array(json_object('rank', json(page1.value -> '$.rank'), 'score', json(page1.value -> '$.score'), 'entity', json((SELECT json_object('name', n2."name")
            FROM entity n2
            WHERE n2.id = page1.value ->> '$.entity'))))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))
