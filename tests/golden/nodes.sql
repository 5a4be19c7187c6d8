-- nodes
SELECT json_group_array(json(coalesce((SELECT json_object('__typename', (substr(n1.kind, 1, 1) || lower(substr(n1.kind, 2))), 'id', n1."id", 'name', n1."name")
        FROM entity n1
        WHERE n1.id = coalesce((SELECT d.new
            FROM redirect d
            WHERE d.old = j.value
            AND d.single), j.value)), (SELECT json_object('__typename', 'Relation', 'id', r1."id", 'type', r1."type")
        FROM relation r1
        WHERE r1.id = j.value)))
  ORDER BY j.key)
FROM json_each(:p0) j
