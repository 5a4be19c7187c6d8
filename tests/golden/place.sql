-- place
SELECT (SELECT json_object('locatedIn', json((SELECT json_group_array(json_object('name', n2."name"))
        FROM (SELECT *
          FROM (WITH RECURSIVE up(nid, hops) AS (SELECT l.target, 1
              FROM relation l
              WHERE l.source = n1.nid
              AND n1.place_type IS NOT 'COUNTRY'
              AND l.type = 'LOCATED_IN'
              AND l.status = 'HELD'
              UNION
              SELECT l.target, up.hops + 1
              FROM up
              JOIN entity u ON u.nid = up.nid
              JOIN relation l ON l.source = up.nid
              AND l.type = 'LOCATED_IN'
              AND l.status = 'HELD'
              WHERE up.hops < 8
              AND u.place_type IS NOT 'COUNTRY')
            SELECT up.nid, min(up.hops) AS k0, n2.id AS id
            FROM up
            JOIN entity n2 ON n2.nid = up.nid
            WHERE up.nid <> n1.nid
            AND n2.kind = 'PLACE' GROUP BY up.nid)
          ORDER BY k0 NULLS LAST, id) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'events', json((SELECT json_object('nodes', json_group_array(json_object('name', n2."name", 'start', n2."start", 'participants', json((SELECT json_object('edges', json_group_array(json_object('role', ifnull(r3.role, 'PARTICIPANT'), 'node', json_object('name', n3."name"))))
                  FROM (SELECT r3.rid, r3.source AS nid, r3.id AS id
                    FROM relation r3
                    WHERE r3.target = n2.nid
                    AND r3.type = 'PARTICIPATED_IN'
                    ORDER BY id
                    LIMIT :p2) page3
                  CROSS JOIN relation r3 ON r3.rid = page3.rid
                  CROSS JOIN entity n3 ON n3.nid = page3.nid)))))
        FROM (SELECT *
          FROM (SELECT n2.nid, n2.id AS id
            FROM entity n2
            WHERE n2.kind = 'EVENT'
            AND n2.nid IN (SELECT h.source
              FROM relation h
              WHERE h.target IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                  FROM entity s
                  WHERE s.id IN (SELECT n1.id)
                  UNION
                  SELECT l.source
                  FROM inside i
                  JOIN relation l ON l.target = i.nid
                  AND l.type = 'LOCATED_IN'
                  AND l.status = 'HELD')
                SELECT nid
                FROM inside)
              AND h.type = 'HELD_AT'))
          ORDER BY id
          LIMIT :p1) page2
        CROSS JOIN entity n2 ON n2.nid = page2.nid)), 'people', json_object('totalCount', (SELECT count(*)
        FROM (SELECT n2.nid, n2.id AS id
          FROM entity n2
          WHERE n2.kind = 'PERSON'
          AND n2.nid IN (SELECT p.source
            FROM relation p
            WHERE p.target IN (SELECT h.source
              FROM relation h
              WHERE h.target IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                  FROM entity s
                  WHERE s.id IN (SELECT n1.id)
                  UNION
                  SELECT l.source
                  FROM inside i
                  JOIN relation l ON l.target = i.nid
                  AND l.type = 'LOCATED_IN'
                  AND l.status = 'HELD')
                SELECT nid
                FROM inside)
              AND h.type = 'HELD_AT'
              AND h.status = 'HELD')
            AND p.type = 'PARTICIPATED_IN'
            AND p.status = 'HELD'
            UNION
            SELECT v.source
            FROM relation v
            WHERE v.target IN (WITH RECURSIVE inside(nid) AS (SELECT s.nid
                FROM entity s
                WHERE s.id IN (SELECT n1.id)
                UNION
                SELECT l.source
                FROM inside i
                JOIN relation l ON l.target = i.nid
                AND l.type = 'LOCATED_IN'
                AND l.status = 'HELD')
              SELECT nid
              FROM inside)
            AND v.type = 'VISITED'
            AND v.status = 'HELD')))), 'officeHolders', json_object('totalCount', (SELECT count(*)
        FROM (SELECT r2.rid, r2.source AS nid, r2.id AS id
          FROM relation r2
          WHERE r2.target = n1.nid
          AND r2.type = 'HOLDS_ROLE'
          AND r2.status = 'HELD'))))
  FROM entity n1
  WHERE n1.kind = 'PLACE'
  AND n1.nid IN (SELECT a.entity
    FROM alias a
    WHERE a.folded = :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1), (SELECT json_group_array(o.id)
  FROM (SELECT n1.id
    FROM entity n1
    WHERE n1.kind = 'PLACE'
    AND n1.nid IN (SELECT a.entity
      FROM alias a
      WHERE a.folded = :p0)
    ORDER BY n1.mention_count DESC, n1.id
    LIMIT 6) o)
