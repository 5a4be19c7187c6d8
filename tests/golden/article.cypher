// article
RETURN COLLECT {
  MATCH (n1:Article)
  WHERE n1:Article
  AND n1.url = $p0
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`title`: n1.`name`, `publisher`: n1.`publisher`, `published`: n1.`published`, `entities`: COLLECT {
      WITH COLLECT {
        MATCH (n1)-[:MENTIONS]->(n2)
        WITH DISTINCT n2
        WITH n2
        WHERE n2:Place|Person
        WITH n2
        ORDER BY n2.id
        LIMIT $p1
        RETURN [{`id`: n2.`id`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0], `entityMentions`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[:IN]-(m2:Mention)
        WHERE m2.article >= $p3
        AND (m2.article > $p3
          OR (m2.start > $p4
            OR (m2.start = $p4
              AND m2.entity > $p5)))
        WITH m2
        ORDER BY m2.article, m2.start, m2.entity
        LIMIT $p2
        WITH m2, '' + '|' + coalesce(toString(m2.article), '') + '|' + coalesce(toString(m2.start), '') + '|' + toString(m2.entity) AS c2
        RETURN [{`cursor`: c2, `node`: {`surface`: m2.`surface`, `start`: m2.`start`, `end`: m2.`end`, `sentence`: m2.`sentence`}}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0]} }[0] AS answer
