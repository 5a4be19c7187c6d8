// articles
WITH COLLECT {
  CALL db.index.fulltext.queryNodes('article_words', $p0) YIELD node
  RETURN node.id } AS text_p0
RETURN COLLECT {
  WITH COLLECT {
    MATCH (n1:Article)
    WHERE n1.id IN text_p0
    AND n1.id IS NOT NULL
    WITH n1
    ORDER BY n1.id
    LIMIT $p1
    RETURN [{`title`: n1.`name`}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer
