// title: What is within two steps of an entity, and what is left out?
// heading: Around {entity}
// group: What ties
// answer: {rows:entity|entities} within two steps of {entity}, in {documents:document}.
// none: No fact ties {entity} to anything.
// note: Affirmed facts only, of at most 400 claims an entity (2,000 of the one asked about). The second step does not lead through collectives, governments, countries, places or nationalities: two that meet only there are not tied. `left_out` counts what lies behind.
// derive: neighbourhood
// param: entity entity - whom or what it is about: a name or an id
// param: around given - the entities: id, steps, by way of whom, how many more it is tied to, facts of its last step; scamgraph finds them
// column: entity - the other entity
// column: kind - its kind
// column: steps - 1: tied to the one asked about; 2: to one that is
// column: through - for two steps, by way of whom
// column: ties - the facts of its last step, in words
// column: left_out - how many more entities it is tied to that are not shown here
// column: documents - documents that affirm these facts
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param entity => 'embassy/indonesia-phnom-penh'
:param around => [['place/phnom-penh', 1, '', 3, ['fact/ac19bcc45cb7432e8725179776abaaa3']], ['collective/online-scam-syndicates-000', 2, 'The 440 Indonesians of 1 to 18 January 2026', 2, ['fact/a53cd27e5736ad0dee97d3f0d5be3cfb', 'fact/b2887428ebd0cf35599d65d024395f03']]]
:param limit => 200
UNWIND range(0, size($around) - 1) AS place
WITH place, $around[place] AS w
MATCH (n:Scamgraph {id: w[0]})
UNWIND w[4] AS fact
MATCH (c:Claim {fact: fact} /* AS OF c */) WHERE c.polarity = 'affirm'
WITH place, w, n, c ORDER BY place, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH place, w, n, collect(c) AS told
RETURN n.name AS entity, n.kind AS kind, w[1] AS steps, CASE w[2] WHEN '' THEN [] ELSE [w[2]] END AS through,
  [f IN reduce(d = [], x IN told | CASE WHEN coalesce(x.fact, x.id) IN d THEN d ELSE d + coalesce(x.fact, x.id) END) |
    reduce(s = head([x IN told WHERE coalesce(x.fact, x.id) = f]), x IN [x IN told WHERE coalesce(x.fact, x.id) = f] |
      CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says] AS ties,
  w[3] AS left_out,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  COUNT { UNWIND told AS z OPTIONAL MATCH (z)-[:SAID_BY {order: 0}]->(y) RETURN DISTINCT coalesce(y.id, z.voice) } AS speakers,
  [x IN told | x.id] AS claims
ORDER BY place LIMIT $limit;
