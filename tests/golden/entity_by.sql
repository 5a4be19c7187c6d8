-- entityBy
SELECT (SELECT json_object('id', n1."id", 'kind', n1."kind", 'sameAs', json(n1.same_as))
  FROM entity n1
  WHERE n1.nid IN (SELECT s.entity
    FROM same_as s
    WHERE s.url = :p0)
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1)
