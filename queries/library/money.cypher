// title: How much money, in which currency, from whom, and to whom?
// group: How many
// answer: {rows:statement} of money in {documents:document}.
// none: No source tells of money{entity: in which % has a part}{currency: in %}.
// note: Sums are never added up or converted: they overlap, and one may be part of another. An end that no source names stays empty. A sum without a number keeps its word.
// param: entity entity? - keep to money that this entity gives, gets, holds or is promised
// param: currency currency? - keep to this currency: its ISO code or its name
// column: statement - the act in words
// column: currency - ISO code
// column: amount - the sum; empty where only a range or a word is given
// column: low - the least of a range
// column: high - the most of a range
// column: word - the source's own word where it gives no number
// column: comparator - how the sum is meant: = exact, ~ about, > more than, and so on
// column: period - per what it is given: a month, a year
// column: payer - from whom it goes or went
// column: payee - to whom it goes or went, or for whom it is meant
// column: from - first day that a source gives
// column: to - last day
// column: said_by - who ultimately says it
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: denials - claims that deny it
// column: claims - ids of the claims
:param entity => null
:param currency => null
:param limit => 200
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH]-(c:Claim)
  WHERE c.fact IS NOT NULL AND ($currency IS NULL OR c.amount_currency = $currency)
    AND (c.amount_cmp IS NOT NULL OR c.predicate_class = 'FINANCE' OR c.predicate IN ['PAID', 'PROMISED_WAGE', 'EARNS'])
  RETURN c.id AS id
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph)
  WHERE c.fact IS NOT NULL AND ($currency IS NULL OR c.amount_currency = $currency)
    AND (c.amount_cmp IS NOT NULL OR c.predicate_class = 'FINANCE' OR c.predicate IN ['PAID', 'PROMISED_WAGE', 'EARNS'])
  RETURN c.id AS id
}
MATCH (c:Claim {id: id})-[:SUBJECT]->(s)
WITH coalesce(c.amount_currency, 'zzz') AS currency, c.predicate AS predicate, s.name AS subject, c.fact AS fact,
  c.amount_value AS amount, c.amount_words AS word, collect(id) AS ids
ORDER BY currency, predicate, subject, fact, amount, word LIMIT $limit
UNWIND ids AS id
MATCH (c:Claim {id: id})
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, s, CASE WHEN o:Value THEN null ELSE o END AS other, o, coalesce(x.name, v.name, c.document) AS speaker,
  c.relation STARTS WITH 'WAS_' OR c.relation STARTS WITH 'WILL_BE_' AS agentless,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles,
  COLLECT { MATCH (c)-[w:WITH]->(r) WHERE w.role = 'from' RETURN r.name ORDER BY r.name } AS role_from,
  COLLECT { MATCH (c)-[w:WITH]->(r) WHERE w.role = 'to' RETURN r.name ORDER BY r.name } AS role_to,
  CASE WHEN c.predicate STARTS WITH 'WILL_' THEN substring(c.predicate, 5) ELSE c.predicate END AS act
WITH c, s, o, speaker, roles,
  CASE WHEN act = 'MOVED_FUNDS' THEN role_from
    WHEN act = 'LOST' OR (act IN ['RETURNED_FUNDS', 'PAID', 'PROMISED_WAGE'] AND NOT agentless) THEN [s.name]
    ELSE [] END AS payer,
  CASE WHEN act = 'MOVED_FUNDS' OR (act IN ['RETURNED_FUNDS', 'PAID', 'PROMISED_WAGE'] AND NOT agentless)
      THEN CASE WHEN other IS NULL THEN [] ELSE [other.name] END
    WHEN act = 'LOST' THEN role_to
    WHEN agentless AND act IN ['RETURNED_FUNDS', 'PAID', 'PROMISED_WAGE'] OR act IN ['EARNS', 'RECOVERS_FUNDS'] THEN [s.name]
    ELSE [] END AS payee
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH c.fact AS fact, c.predicate AS predicate, c.relation AS relation, s.name AS subject, coalesce(o.name, '') AS object,
  c.amount_currency AS currency, c.amount_value AS amount, c.amount_low AS low, c.amount_high AS high,
  c.amount_words AS word, c.amount_cmp AS comparator, c.amount_period AS period, payer, payee,
  min(c.when_from) AS from, max(c.when_to) AS to, collect(c) AS told, collect(DISTINCT speaker) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
ORDER BY coalesce(currency, 'zzz'), predicate, subject, fact, amount, word LIMIT $limit
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm
RETURN
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  currency, amount, low, high, word, comparator, period, payer, payee, from, to, said_by,
  size(reduce(d = [], x IN affirm | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN affirm | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  size(told) - size(affirm) AS denials,
  [x IN told | x.id] AS claims
ORDER BY coalesce(currency, 'zzz'), predicate, subject, fact, amount, word;
