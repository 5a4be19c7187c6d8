// places
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Place)
    WHERE (EXISTS {
        MATCH (n1)<-[r2:MENTIONS]-(n2)
        WHERE n2:Article
        AND (n2.`publisher` IS NOT NULL
          AND n2.`publisher` = $p0) })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`name`: n1.`name`, `mentions`: COLLECT {
          WITH COLLECT {
            MATCH (n1)<-[:OF]-(m2:Mention)
            WITH m2
            ORDER BY m2.article, m2.start, m2.entity
            LIMIT $p2
            RETURN [{`sentence`: m2.`sentence`}] } AS found2
          RETURN {`totalCount`: COUNT {
              MATCH (n1)<-[:OF]-(m2:Mention)
              RETURN m2 }, `nodes`: [x IN found2 | x[0]]} }[0]}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
