-- organization
SELECT (SELECT json_object('id', n1."id", 'events', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT r2.rid, r2.target AS nid, r2.id AS id, n2.sort_name AS k0
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.target
          WHERE r2.source = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND (ifnull(n2.event_type = 'SUMMIT', 0)
            AND ifnull(r2.end_max >= :p2, 0)
            AND ifnull(r2.role = 'ORGANIZER', 0))
          ORDER BY k0 NULLS LAST, id
          LIMIT :p1) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'officeHolders', json((SELECT json_object('edges', json_group_array(json_object('title', ifnull(r2.role_title, ''), 'attestedFrom', r2."attested_from", 'former', json(iif(r2.former, 'true', 'false')))))
        FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id, r2.confidence AS k0
          FROM relation r2
          WHERE r2.target = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'
          AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
            OR EXISTS (SELECT 1
              FROM evidence v
              WHERE v.relation = r2.rid
              AND v.published_max <= :p4)
            OR (r2.type = 'MENTIONS'
              AND EXISTS (SELECT 1
                FROM entity a
                WHERE a.nid = r2.source
                AND a.end_max <= :p4)))
          AND (ifnull(r2.end_max >= :p5, 0)
            OR (r2.start_min IS NULL
              AND r2.end_max IS NULL
              AND r2.type IN ('HOLDS_ROLE', 'MEMBER_OF', 'LOCATED_IN', 'PART_OF', 'ABOUT', 'MENTIONS')))
          ORDER BY k0 DESC NULLS LAST, id
          LIMIT :p3) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid)), 'members', json((SELECT json_object('nodes', json_group_array(json_object('id', n2."id")))
        FROM (SELECT *
          FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
            FROM relation r2
            WHERE r2.target = n1.nid
            AND r2.type = 'MEMBER_OF'
            AND r2.status = 'HELD')
          WHERE id > :p7
          ORDER BY id
          LIMIT :p6) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)))
  FROM entity n1
  WHERE n1.kind = 'ORGANIZATION'
  AND n1.nid IN (SELECT a.entity
    FROM alias a
    WHERE a.folded = :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1), (SELECT json_group_array(o.id)
  FROM (SELECT n1.id
    FROM entity n1
    WHERE n1.kind = 'ORGANIZATION'
    AND n1.nid IN (SELECT a.entity
      FROM alias a
      WHERE a.folded = :p0)
    ORDER BY n1.mention_count DESC, n1.id
    LIMIT 6) o)
