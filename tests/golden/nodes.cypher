// nodes
WITH COLLECT {
  UNWIND $p0 AS x
  RETURN coalesce(COLLECT {
      MATCH (d:Redirect {old: x, single: true})
      RETURN d.new[0] }[0], x) } AS ids_p0
RETURN COLLECT {
  UNWIND range(0, size($p0) - 1) AS i1
  WITH i1
  ORDER BY i1
  RETURN coalesce(COLLECT {
      MATCH (n1:Entity {id: ids_p0[i1]})
      RETURN {`__typename`: (left(n1.kind, 1) + toLower(substring(n1.kind, 1))), `id`: n1.`id`, `name`: n1.`name`} }[0], COLLECT {
      MATCH ()-[r1:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT|MENTIONS {id: $p0[i1]}]->()
      RETURN {`__typename`: 'Relation', `id`: r1.`id`, `type`: type(r1)} }[0]) } AS answer
