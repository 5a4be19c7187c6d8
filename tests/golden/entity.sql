-- entity
SELECT (SELECT json_object('__typename', (substr(n1.kind, 1, 1) || lower(substr(n1.kind, 2))), 'id', n1."id", 'aliases', json(n1.aliases), 'mentionCount', n1."mention_count", 'articleCount', n1."article_count", 'degree', ((SELECT count(*)
        FROM relation r2
        WHERE r2.source = n1.nid
        AND (n1.kind = 'ARTICLE'
          OR r2.type <> 'MENTIONS'
          AND NOT (r2.type = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status = 'HELD') + (SELECT count(*)
        FROM relation r2
        WHERE r2.target = n1.nid
        AND r2.source <> r2.target
        AND (n1.kind = 'ARTICLE'
          OR r2.type <> 'MENTIONS'
          AND NOT (r2.type = 'LOCATED_IN'
            AND r2.origin = 'GAZETTEER'))
        AND r2.status = 'HELD')))
  FROM entity n1
  WHERE n1.nid IN (SELECT a.entity
    FROM alias a
    WHERE a.folded = :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1), (SELECT json_group_array(o.id)
  FROM (SELECT n1.id
    FROM entity n1
    WHERE n1.nid IN (SELECT a.entity
      FROM alias a
      WHERE a.folded = :p0)
    ORDER BY n1.mention_count DESC, n1.id
    LIMIT 6) o)
