-- person
SELECT (SELECT json_object('met', json((SELECT json_object('edges', json_group_array(json_object('date', r2."start", 'places', json((SELECT json_group_array(json_object('name', n3."name")
                    ORDER BY r3.id)
                  FROM relation r3
                  JOIN entity n3 ON n3.nid = r3.target
                  WHERE r3.source = r2.event
                  AND r3.type = 'HELD_AT')), 'node', json_object('name', n2."name", 'roles', json((SELECT json_object('edges', json_group_array(json_object('title', ifnull(r3.role_title, ''), 'since', r3."start", 'node', json_object('name', n3."name"))))
                    FROM (SELECT r3.rid, r3.target AS nid, r3.id AS id
                      FROM relation r3
                      WHERE r3.source = n2.nid
                      AND r3.type = 'HOLDS_ROLE'
                      AND r3.status = 'HELD'
                      ORDER BY id
                      LIMIT :p2) page3
                    CROSS JOIN relation r3 ON r3.rid = page3.rid
                    CROSS JOIN entity n3 ON n3.nid = page3.nid))), 'relation', json_object('evidence', json((SELECT json_group_array(json_object('sentence', e3."sentence", 'article', json((SELECT json_object('title', n4."name")
                            FROM entity n4
                            WHERE n4.nid = e3.article))))
                    FROM (SELECT e3.rowid AS eid, a.id AS id, e3.start AS k0, e3.extractor AS k1
                      FROM evidence e3
                      JOIN entity a ON a.nid = e3.article
                      WHERE e3.relation = r2.rid
                      ORDER BY id NULLS LAST, k0 NULLS LAST, k1
                      LIMIT :p3) page3
                    CROSS JOIN evidence e3 ON e3.rowid = page3.eid))))))
        FROM (SELECT *
          FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id
            FROM relation r2
            WHERE r2.source = n1.nid
            AND r2.type = 'MET'
            AND r2.status = 'HELD'
            UNION ALL
            SELECT r2.rid, r2.source AS nid, r2.id AS id
            FROM relation r2
            WHERE r2.target = n1.nid
            AND r2.source <> r2.target
            AND r2.type = 'MET'
            AND r2.status = 'HELD')
          ORDER BY id
          LIMIT :p1) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid
        CROSS JOIN entity n2 ON n2.nid = page2.nid)))
  FROM entity n1
  WHERE n1.kind = 'PERSON'
  AND n1.nid IN (SELECT a.entity
    FROM alias a
    WHERE a.folded = :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1), (SELECT json_group_array(o.id)
  FROM (SELECT n1.id
    FROM entity n1
    WHERE n1.kind = 'PERSON'
    AND n1.nid IN (SELECT a.entity
      FROM alias a
      WHERE a.folded = :p0)
    ORDER BY n1.mention_count DESC, n1.id
    LIMIT 6) o)
