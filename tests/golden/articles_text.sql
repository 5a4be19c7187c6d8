-- articles
SELECT json((SELECT json_object('nodes', json_group_array(json_object('title', n1."name")))
    FROM (SELECT n1.nid, n1.id AS id
      FROM entity n1
      WHERE n1.kind = 'ARTICLE'
      AND n1.nid IN (SELECT rowid
        FROM article_text
        WHERE article_text
        MATCH :p0)
      ORDER BY id
      LIMIT :p1) page1
    CROSS JOIN entity n1 ON n1.nid = page1.nid))
