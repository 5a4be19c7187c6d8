-- places
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name", 'mentions', json((SELECT json_object('totalCount', (SELECT count(*)
                  FROM (SELECT m2.rowid AS mid, a.id AS k0, m2.start AS k1, t.id AS id
                    FROM mention m2
                    JOIN entity a ON a.nid = m2.article
                    JOIN entity t ON t.nid = m2.entity
                    WHERE m2.entity = n1.nid)), 'nodes', json_group_array(json_object('sentence', m2."sentence")))
              FROM (SELECT m2.rowid AS mid, a.id AS k0, m2.start AS k1, t.id AS id
                FROM mention m2
                JOIN entity a ON a.nid = m2.article
                JOIN entity t ON t.nid = m2.entity
                WHERE m2.entity = n1.nid
                ORDER BY k0 NULLS LAST, k1 NULLS LAST, id
                LIMIT :p2) page2
              CROSS JOIN mention m2 ON m2.rowid = page2.mid)))))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND (EXISTS (SELECT 1
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'MENTIONS'
          AND n2.kind = 'ARTICLE'
          AND (n2.publisher IS NOT NULL
            AND n2.publisher = :p0)))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
