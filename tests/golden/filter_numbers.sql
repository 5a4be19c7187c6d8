-- eq
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'PERSON'
      AND n1.mention_count = :p0
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- range
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE (n1.mention_count >= :p0
        AND n1.mention_count <= :p1)
      ORDER BY id
      LIMIT :p2) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))

-- lt
SELECT json((SELECT json_object('nodes', json_group_array(json_object('id', n1."id")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ORGANIZATION'
      AND n1.mention_count < :p0
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
