-- places
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name", 'latitude', n1."latitude", 'longitude', n1."longitude")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND (ifnull(n1.place_type = 'CITY', 0)
        AND (n1.country_code IS NOT NULL
          AND n1.country_code IN (SELECT value
            FROM json_each(:p0))))
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
