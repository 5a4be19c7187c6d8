-- places
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT *
      FROM (SELECT n1.nid, n1.id AS id, n1.sort_name AS k0
        FROM entity n1
        WHERE n1.kind = 'PLACE'
        AND n1.nid IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
            FROM entity s
            WHERE s.id IN (SELECT coalesce(d.new, j.value)
              FROM json_each(:p0) j
              LEFT JOIN redirect d ON d.old = j.value
              AND d.single)
            UNION
            SELECT l.source
            FROM inside i
            JOIN relation l ON l.target = i.nid
            AND l.type = 'LOCATED_IN'
            AND l.status = 'HELD')
          SELECT nid
          FROM inside))
      ORDER BY k0 DESC NULLS LAST, id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
