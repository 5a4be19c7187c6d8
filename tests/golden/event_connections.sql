-- event
SELECT (SELECT json_object('participants', json((SELECT json_object('edges', json_group_array(json_object('role', ifnull(r2.role, 'PARTICIPANT'), 'node', json_object('id', n2."id"))))
        FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
          FROM relation r2
          JOIN entity n2 ON n2.nid = r2.source
          WHERE r2.target = n1.nid
          AND r2.type = 'PARTICIPATED_IN'
          AND n2.kind = 'PERSON'
          AND ifnull(r2.role = 'HOST', 0)
          ORDER BY id
          LIMIT :p1) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'relations', json((SELECT json_object('nodes', json_group_array(json_object('type', r2."type", 'confidence', (SELECT ifnull(max(v.confidence), r2.confidence)
                FROM evidence v
                JOIN entity a ON a.nid = v.article
                WHERE v.relation = r2.rid
                AND v.published_max <= :p2))))
        FROM (SELECT *
          FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.source
            WHERE r2.target = n1.nid
            AND (n1.kind = 'ARTICLE'
              OR r2.type <> 'MENTIONS'
              AND NOT (r2.type = 'LOCATED_IN'
                AND r2.origin = 'GAZETTEER'))
            AND r2.status = 'HELD'
            AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
              OR EXISTS (SELECT 1
                FROM evidence v
                WHERE v.relation = r2.rid
                AND v.published_max <= :p2)
              OR (r2.type = 'MENTIONS'
                AND EXISTS (SELECT 1
                  FROM entity a
                  WHERE a.nid = r2.source
                  AND a.end_max <= :p2)))
            AND n2.kind = 'PERSON'
            UNION ALL
            SELECT r2.rid, r2.target AS nid, r2.id AS id
            FROM relation r2
            JOIN entity n2 ON n2.nid = r2.target
            WHERE r2.source = n1.nid
            AND r2.source <> r2.target
            AND r2.type = 'MET'
            AND (n1.kind = 'ARTICLE'
              OR r2.type <> 'MENTIONS'
              AND NOT (r2.type = 'LOCATED_IN'
                AND r2.origin = 'GAZETTEER'))
            AND r2.status = 'HELD'
            AND (r2.origin IN ('GAZETTEER', 'IMPORTED', 'CURATED')
              OR EXISTS (SELECT 1
                FROM evidence v
                WHERE v.relation = r2.rid
                AND v.published_max <= :p2)
              OR (r2.type = 'MENTIONS'
                AND EXISTS (SELECT 1
                  FROM entity a
                  WHERE a.nid = r2.source
                  AND a.end_max <= :p2)))
            AND n2.kind = 'PERSON')
          ORDER BY id
          LIMIT :p3) page2
        CROSS JOIN relation r2 ON r2.rid = page2.rid)), 'mentions', json((SELECT json_object('nodes', json_group_array(json_object('surface', m2."surface")))
        FROM (SELECT m2.rowid AS mid, a.id AS k0, m2.start AS k1, t.id AS id
          FROM mention m2
          JOIN entity a ON a.nid = m2.article
          JOIN entity t ON t.nid = m2.entity
          WHERE m2.entity = n1.nid
          ORDER BY k0 NULLS LAST, k1 NULLS LAST, id
          LIMIT :p4) page2
        CROSS JOIN mention m2 ON m2.rowid = page2.mid)))
  FROM entity n1
  WHERE n1.kind = 'EVENT'
  AND n1.nid IN (SELECT a.entity
    FROM alias a
    WHERE a.folded = :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1), (SELECT json_group_array(o.id)
  FROM (SELECT n1.id
    FROM entity n1
    WHERE n1.kind = 'EVENT'
    AND n1.nid IN (SELECT a.entity
      FROM alias a
      WHERE a.folded = :p0)
    ORDER BY n1.mention_count DESC, n1.id
    LIMIT 6) o)
