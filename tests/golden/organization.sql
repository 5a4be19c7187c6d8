-- organization
SELECT (SELECT json_object('officeHolders', json((SELECT json_object('edges', json_group_array(json_object('title', ifnull(r2.role_title, ''), 'former', json(iif(r2.former, 'true', 'false')), 'attestedFrom', r2."attested_from", 'attestedTo', r2."attested_to", 'node', json_object('name', n2."name"))))
        FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
          FROM relation r2
          WHERE r2.target = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          ORDER BY id
          LIMIT :p1) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'members', json((SELECT json_object('nodes', json_group_array(json_object('name', n2."name")))
        FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
          FROM relation r2
          WHERE r2.target = n1.nid
          AND r2.type = 'MEMBER_OF'
          AND r2.status = 'HELD'
          ORDER BY id
          LIMIT :p2) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)))
  FROM entity n1
  WHERE n1.kind = 'ORGANIZATION'
  AND n1.id = coalesce((SELECT d.new
      FROM redirect d
      WHERE d.old = :p0
      AND d.single), :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
