// ids
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE n1.`id` IN ids_p0
    WITH n1
    ORDER BY n1.`sort_name` DESC, n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// titled
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE n1.folded CONTAINS $p0
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// naming
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE (EXISTS {
        MATCH (n1)-[r2:MENTIONS]->(n2)
        WHERE n2.`name` = $p0 })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// namingNo
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:MENTIONS]->(n2)
        WHERE n2:Organization })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// namingOnly
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE NOT (EXISTS {
        MATCH (n1)-[r2:MENTIONS]->(n2)
        WHERE NOT n2:Person|Place })
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p0
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// logic
WITH COLLECT {
  CALL db.index.fulltext.queryNodes('article_words', $p0) YIELD node
  RETURN node.id } AS text_p0, COLLECT {
  CALL db.index.fulltext.queryNodes('article_words', $p1) YIELD node
  RETURN node.id } AS text_p1
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE ((n1.id IN text_p0
        OR n1.id IN text_p1)
      AND NOT ((n1.`start_min` IS NOT NULL
          AND n1.`start_min` >= $p2)
        AND (n1.`start_max` IS NOT NULL
          AND n1.`start_max` <= $p3)))
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p4
    RETURN [{`id`: n1.`id`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
