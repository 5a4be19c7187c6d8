// organization
WITH coalesce(COLLECT {
    MATCH (d:Redirect {old: $p0, single: true})
    RETURN d.new[0] }[0], $p0) AS id_p0
RETURN COLLECT {
  MATCH (n1:Entity)
  WHERE n1:Organization
  AND n1.id = id_p0
  WITH DISTINCT n1
  ORDER BY n1.mention_count DESC, n1.id
  LIMIT 1
  RETURN {`officeHolders`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[r2:HOLDS_ROLE]-(n2)
        WHERE r2.status = 'HELD'
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p1
        RETURN [{`title`: coalesce(r2.role_title, ''), `former`: r2.`former`, `attestedFrom`: r2.`attested_from`, `attestedTo`: r2.`attested_to`, `node`: {`name`: n2.`name`}}] } AS found2
      RETURN {`edges`: [x IN found2 | x[0]]} }[0], `members`: COLLECT {
      WITH COLLECT {
        MATCH (n1)<-[r2:MEMBER_OF]-(n2)
        WHERE r2.status = 'HELD'
        WITH r2, n2
        ORDER BY r2.id
        LIMIT $p2
        RETURN [{`name`: n2.`name`}] } AS found2
      RETURN {`nodes`: [x IN found2 | x[0]]} }[0]} }[0] AS answer
