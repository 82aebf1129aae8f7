// title: Which events are reported, day by day?
// group: What happened when
// answer: {rows:event} in {documents:document}.
// none: No source in this graph reports an event{involving: with %}.
// note: Days are those the sources give; an event without a day stands at the end.
// recompute: participants
// param: involving entity? - keep to events in which this entity takes part
// column: event - the event
// column: from - first day that a source gives
// column: to - last day
// column: place - where
// column: who - who takes part, in which role, and what it is for
// column: documents - documents that report it
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param involving => null
:param limit => 200
CALL () {
  UNWIND [x IN [$involving] WHERE x IS NOT NULL] AS one MATCH (:Scamgraph {id: one})<-[:INVOLVES|AT]-(e:Event) RETURN e
  UNION
  UNWIND CASE WHEN $involving IS NULL THEN [1] ELSE [] END AS every MATCH (e:Event:Scamgraph) RETURN e
}
MATCH (e)<-[:ABOUT]-(c:Claim /* AS OF c */)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
WITH e, c, x ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH e, min(c.when_from) AS from, max(c.when_to) AS to, collect(c.id) AS claims,
  count(DISTINCT c.document) AS documents, count(DISTINCT coalesce(x.id, c.voice)) AS speakers
ORDER BY coalesce(from, '9999'), e.name, e.id LIMIT $limit
RETURN e.name AS event, from, to,
  COLLECT { MATCH (e)-[:AT]->(p) RETURN p.name ORDER BY p.name } AS place,
  COLLECT { MATCH (e)-[i:INVOLVES]->(p) WHERE NOT (p:Nationality OR p:Topic) OR i.role IN ['offence', 'charge']
    RETURN i.role + ': ' + p.name ORDER BY i.role, p.name } AS who,
  documents, speakers, claims
ORDER BY coalesce(from, '9999'), event, e.id;
