-- entities
SELECT json((SELECT json_object('nodes', json_group_array(json(CASE WHEN n1.kind IN ('PERSON') THEN json_object('__typename', 'Person', 'name', n1."name", 'visited', json((SELECT json_object('nodes', json_group_array(json_object('name', n2."name")))
                FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id
                  FROM relation r2
                  WHERE r2.source = n1.nid
                  AND r2.type = 'VISITED'
                  AND r2.status = 'HELD'
                  ORDER BY id
                  LIMIT :p2) page2
                CROSS JOIN entity n2 ON n2.nid = page2.nid))) WHEN n1.kind IN ('ORGANIZATION', 'EVENT', 'ARTICLE') THEN json_object('__typename', (substr(n1.kind, 1, 1) || lower(substr(n1.kind, 2))), 'name', n1."name") WHEN n1.kind IN ('PLACE') THEN json_object('__typename', 'Place', 'name', n1."name", 'countryCode', n1."country_code") END)))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE (n1.kind IN ('PERSON', 'PLACE')
        AND n1.mention_count >= :p0)
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
