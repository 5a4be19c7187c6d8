-- stats
SELECT json((SELECT json_group_array(json_object('entities', json((SELECT json_group_array(json_object('key', json(page2.value -> '$.key'), 'count', json(page2.value -> '$.count')))
            FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
              FROM json_each(page1.value, '$.entities') i
              ORDER BY id) page2)), 'relations', json((SELECT json_group_array(json_object('key', json(page2.value -> '$.key'), 'count', json(page2.value -> '$.count')))
            FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
              FROM json_each(page1.value, '$.relations') i
              ORDER BY id) page2)), 'articles', json(page1.value -> '$.articles'), 'firstPublished', json(page1.value -> '$.firstPublished'), 'lastPublished', json(page1.value -> '$.lastPublished')))
    FROM (SELECT i.value, i.key AS id, i.value ->> '$.cursor' AS cursor
      FROM json_each(:rows) i
      ORDER BY id) page1))
