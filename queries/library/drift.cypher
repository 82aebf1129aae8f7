// title: How do the words of one statement change from document to document?
// heading: How the words of {fact}{number} change
// group: How many
// answer: {rows:wording} of it in {documents:document}, {origins:independent origin}.
// overview: {rows:wording} of several statements in {documents:document} ({lineages:lineage}), by {voices:speaker}.
// none: No source in this graph says {number}{fact}.
// needs: fact or number
// note: In the order of publication, undated texts last; each wording is set against the one before it.
// positions: fact or number
// param: fact fact? - the id of a fact, such as other answers show
// param: number number? - a number of a series, with its roundings
// column: says - what the passage says, in our words
// column: changed - what is otherwise than in the wording before
// column: number - the number with its comparator and unit
// column: verb - the source's own verb
// column: modality - how it is said: confirmed, reported, estimated, alleged, predicted, promised, denied
// column: hedge - softening words
// column: whom - whom or what it is about
// column: happened - the days it speaks of
// column: said_by - who ultimately says it
// column: document - the document
// column: published - its day
// column: claims - id of the claim
:param fact => null
:param number => 1440
:param limit => 200
CALL () {
  UNWIND [f IN [$fact] WHERE f IS NOT NULL] AS fact MATCH (c:Claim {fact: fact} /* AS OF c */) RETURN c
  UNION
  UNWIND [x IN [$number] WHERE x IS NOT NULL] AS size MATCH (:Figure:Scamgraph {value: size})<-[:COUNTS]-(c:Claim /* AS OF c */) RETURN c
}
WITH DISTINCT c
MATCH (d:Scamgraph {id: c.document})
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, d, coalesce(s.name, s.says) AS whom, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH collect({c: c, d: d, whom: whom, who: who,
  size: coalesce(toString(c.count_value), toString(c.amount_value), toString(c.share_value), toString(c.duration_value), '')
    + coalesce(c.count_cmp, c.amount_cmp, c.share_cmp, c.duration_cmp, '')}) AS told
UNWIND range(0, size(told) - 1) AS n
WITH told[n] AS t, told[CASE n WHEN 0 THEN 0 ELSE n - 1 END] AS before, told[n].c AS c
RETURN t.c.says AS says,
  [x IN [CASE WHEN t.size <> before.size THEN 'number' END,
    CASE WHEN coalesce(t.c.verb, '') <> coalesce(before.c.verb, '') THEN 'verb' END,
    CASE WHEN t.c.predicate <> before.c.predicate THEN 'act' END,
    CASE WHEN t.c.modality <> before.c.modality THEN 'modality' END,
    CASE WHEN coalesce(t.c.hedge, '') <> coalesce(before.c.hedge, '') THEN 'hedge' END,
    CASE WHEN t.whom <> before.whom THEN 'whom' END,
    CASE WHEN coalesce(t.c.when_edtf, '') <> coalesce(before.c.when_edtf, '') THEN 'days' END,
    CASE WHEN t.who <> before.who THEN 'speaker' END] WHERE x IS NOT NULL] AS changed,
  c {.*} AS number, t.c.verb AS verb,
  t.c.modality + CASE t.c.polarity WHEN 'deny' THEN ', as a denial' ELSE '' END AS modality,
  t.c.hedge AS hedge, t.whom AS whom, t.c.when_edtf AS happened, t.who AS said_by, t.d.label AS document,
  t.d.published_edtf AS published, [t.c.id] AS claims
ORDER BY coalesce(t.c.published_to, '9999'), t.c.document, t.c.start, t.c.id
LIMIT $limit;
