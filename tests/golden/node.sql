-- node
SELECT coalesce((SELECT json(CASE WHEN n1.kind IN ('PERSON') THEN json_object('id', n1."id", 'name', n1."name") WHEN n1.kind IN ('ORGANIZATION', 'PLACE', 'EVENT', 'ARTICLE') THEN json_object('id', n1."id") END)
    FROM entity n1
    WHERE n1.id = coalesce((SELECT d.new
        FROM redirect d
        WHERE d.old = :p0
        AND d.single), :p0)
    ORDER BY n1.mention_count DESC, n1.id
    LIMIT 1), (SELECT json_object('id', r1."id", 'type', r1."type", 'source', json((SELECT json_object('name', n2."name")
          FROM entity n2
          WHERE n2.nid = r1.source)), 'target', json((SELECT json_object('name', n2."name")
          FROM entity n2
          WHERE n2.nid = r1.target)))
    FROM relation r1
    WHERE r1.id = :p0))
