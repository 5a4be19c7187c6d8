-- relations
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', r1."id", 'confidence', r1."confidence", 'reportCount', r1."report_count", 'independentSourceCount', r1."independent_source_count", 'event', json((SELECT json_object('name', n2."name")
              FROM entity n2
              WHERE n2.nid = r1.event)))))
    FROM (SELECT r1.rid, r1.id AS id, r1.confidence AS k0
      FROM relation r1
      WHERE r1.type IN ('MET', 'VISITED')
      AND r1.status = 'HELD'
      AND r1.confidence >= :p1
      AND (r1.source IN (SELECT x.nid
          FROM entity x
          WHERE x.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single))
        OR r1.target IN (SELECT x.nid
          FROM entity x
          WHERE x.id IN (SELECT coalesce(d.new, j.value)
            FROM json_each(:p0) j
            LEFT JOIN redirect d ON d.old = j.value
            AND d.single))
        AND r1.type = 'MET')
      ORDER BY k0 DESC NULLS LAST, id
      LIMIT :p2) page1
    CROSS JOIN relation r1 ON r1.rid = page1.rid))
