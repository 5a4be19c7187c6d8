-- places
SELECT json((SELECT json_object('nodes', json_group_array(json_object('name', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PLACE'
      AND ifnull(2 * 6371.0088 * asin(min(1, sqrt(pow(sin(radians((n1.latitude - :p0) / 2.0)), 2) + cos(radians(n1.latitude)) * cos(radians(:p0)) * pow(sin(radians((n1.longitude - :p1) / 2.0)), 2)))) <= :p2, 0)
      ORDER BY id
      LIMIT :p3) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
