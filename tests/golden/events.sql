-- events
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name", 'status', n1."status", 'start', n1."start")))
    FROM (SELECT n1.nid, n1.id AS id, n1.start AS k0
      FROM entity n1
      WHERE n1.kind = 'EVENT'
      ORDER BY k0 DESC NULLS LAST, id
      LIMIT :p0) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
