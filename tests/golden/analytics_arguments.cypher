// search
RETURN COLLECT {
  WITH COLLECT {
    UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
    WITH i1, $rows[i1] AS j1
    WITH i1, j1
    ORDER BY i1
    LIMIT $p0
    RETURN [{`matched`: j1.`matched`, `entity`: COLLECT {
          MATCH (n2:Entity {id: j1.`entity`})
          RETURN {`id`: n2.`id`} }[0]}] } AS found1
  RETURN {`nodes`: [x IN found1 | x[0]]} }[0] AS answer

// centrality
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`rank`: j1.`rank`, `entity`: COLLECT {
      MATCH (n2:Entity {id: j1.`entity`})
      RETURN {`id`: n2.`id`} }[0]} } AS answer

// communities
RETURN COLLECT {
  UNWIND range(0, size(coalesce($rows, [])) - 1) AS i1
  WITH i1, $rows[i1] AS j1
  WITH i1, j1
  ORDER BY i1
  RETURN {`communities`: COLLECT {
      UNWIND range(0, size(coalesce(j1.`communities`, [])) - 1) AS i2
      WITH i2, j1.`communities`[i2] AS j2
      WITH i2, j2
      ORDER BY i2
      RETURN {`size`: j2.`size`, `members`: COLLECT {
          UNWIND range(0, size(coalesce(j2.`members`, [])) - 1) AS i3
          MATCH (n3:Entity {id: j2.`members`[i3]})
          WITH i3, n3
          ORDER BY i3
          LIMIT $p1
          RETURN {`id`: n3.`id`} }} }} } AS answer
