// node
WITH coalesce(COLLECT {
    MATCH (d:Redirect {old: $p0, single: true})
    RETURN d.new[0] }[0], $p0) AS id_p0
RETURN coalesce(COLLECT {
    MATCH (n1:Entity)
    WHERE n1.id = id_p0
    WITH DISTINCT n1
    ORDER BY n1.mention_count DESC, n1.id
    LIMIT 1
    RETURN CASE WHEN n1:Person THEN {`id`: n1.`id`, `name`: n1.`name`} WHEN n1:Organization|Place|Event|Article THEN {`id`: n1.`id`} END }[0], COLLECT {
    MATCH ()-[r1:PARTICIPATED_IN|HELD_AT|MET|VISITED|HOLDS_ROLE|MEMBER_OF|LOCATED_IN|PART_OF|ABOUT|MENTIONS {id: $p0}]->()
    RETURN {`id`: r1.`id`, `type`: type(r1), `source`: COLLECT {
        WITH startNode(r1) AS n2
        RETURN {`name`: n2.`name`} }[0], `target`: COLLECT {
        WITH endNode(r1) AS n2
        RETURN {`name`: n2.`name`} }[0]} }[0]) AS answer
