-- people
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT *
      FROM (SELECT n1.nid, n1.id AS id
        FROM entity n1
        WHERE n1.kind = 'PERSON'
        AND n1.nid IN (SELECT r2.source
          FROM entity n2
          CROSS JOIN relation r2 ON r2.target = n2.nid
          WHERE r2.type = 'MET'
          AND r2.status = 'HELD'
          AND (n2.id IN (SELECT coalesce(d.new, j.value)
              FROM json_each(:p0) j
              LEFT JOIN redirect d ON d.old = j.value
              AND d.single)
            AND EXISTS (SELECT 1
              FROM entity n3
              WHERE n3.nid = r2.event
              AND ((EXISTS (SELECT 1
                    FROM relation r4
                    JOIN entity n4 ON n4.nid = r4.target
                    WHERE r4.source = n3.nid
                    AND r4.type = 'HELD_AT'
                    AND n4.nid IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                        FROM entity s
                        WHERE s.id IN (SELECT coalesce(d.new, j.value)
                          FROM json_each(:p1) j
                          LEFT JOIN redirect d ON d.old = j.value
                          AND d.single)
                        UNION
                        SELECT l.source
                        FROM inside i
                        JOIN relation l ON l.target = i.nid
                        AND l.type = 'LOCATED_IN'
                        AND l.status = 'HELD')
                      SELECT nid
                      FROM inside)))
                AND ifnull(n3.start_min <= :p3
                  AND n3.end_max >= :p2, 0))))
          UNION ALL
          SELECT r2.target
          FROM entity n2
          CROSS JOIN relation r2 ON r2.source = n2.nid
          WHERE r2.source <> r2.target
          AND r2.type = 'MET'
          AND r2.status = 'HELD'
          AND (n2.id IN (SELECT coalesce(d.new, j.value)
              FROM json_each(:p0) j
              LEFT JOIN redirect d ON d.old = j.value
              AND d.single)
            AND EXISTS (SELECT 1
              FROM entity n3
              WHERE n3.nid = r2.event
              AND ((EXISTS (SELECT 1
                    FROM relation r4
                    JOIN entity n4 ON n4.nid = r4.target
                    WHERE r4.source = n3.nid
                    AND r4.type = 'HELD_AT'
                    AND n4.nid IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                        FROM entity s
                        WHERE s.id IN (SELECT coalesce(d.new, j.value)
                          FROM json_each(:p1) j
                          LEFT JOIN redirect d ON d.old = j.value
                          AND d.single)
                        UNION
                        SELECT l.source
                        FROM inside i
                        JOIN relation l ON l.target = i.nid
                        AND l.type = 'LOCATED_IN'
                        AND l.status = 'HELD')
                      SELECT nid
                      FROM inside)))
                AND ifnull(n3.start_min <= :p3
                  AND n3.end_max >= :p2, 0))))))
      ORDER BY id
      LIMIT :p4) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
