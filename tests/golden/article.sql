-- article
SELECT (SELECT json_object('title', n1."name", 'publisher', n1."publisher", 'published', n1."published", 'entities', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT n2.nid, n2.id AS id
          FROM entity n2
          WHERE n2.kind IN ('PLACE', 'PERSON')
          AND n2.nid IN (SELECT w.target
            FROM relation w
            WHERE w.source = n1.nid
            AND w.type = 'MENTIONS')
          ORDER BY id
          LIMIT :p1) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'entityMentions', json((SELECT json_object('edges', json_group_array(json_object('cursor', page2.cursor, 'node', json_object('surface', m2."surface", 'start', m2."start", 'end', m2."end", 'sentence', m2."sentence"))))
        FROM (SELECT *, '' || '|' || ifnull(k0, '') || '|' || ifnull(k1, '') || '|' || id AS cursor
          FROM (SELECT *
            FROM (SELECT m2.rowid AS mid, a.id AS k0, m2.start AS k1, t.id AS id
              FROM mention m2
              JOIN entity a ON a.nid = m2.article
              JOIN entity t ON t.nid = m2.entity
              WHERE m2.article = n1.nid)
            WHERE iif(:p3 IS NULL, k0 IS NULL
              AND iif(:p4 IS NULL, k1 IS NULL
                AND id > :p5, k1 > :p4
                OR k1 IS NULL
                OR (k1 = :p4
                  AND id > :p5)), k0 > :p3
              OR k0 IS NULL
              OR (k0 = :p3
                AND iif(:p4 IS NULL, k1 IS NULL
                  AND id > :p5, k1 > :p4
                  OR k1 IS NULL
                  OR (k1 = :p4
                    AND id > :p5))))
            ORDER BY k0 NULLS LAST, k1 NULLS LAST, id
            LIMIT :p2)) page2
        CROSS JOIN mention m2 ON m2.rowid = page2.mid)))
  FROM entity n1
  WHERE n1.kind = 'ARTICLE'
  AND n1.url = :p0
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
