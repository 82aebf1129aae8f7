// title: How much money, in which currency, from whom, and to whom?
// group: How many
// answer: {rows:statement} about money in {documents:document}.
// none: No source in this graph reports money{entity: that involves %}{currency: in %}.
// note: Sums are never added up or converted: they overlap, and one may be part of another. An end that no source names stays empty. A sum without a number keeps its word.
// param: entity entity? - keep to money that this entity gives, gets, holds or is promised
// param: currency currency? - keep to this currency: its ISO code or its name
// column: statement - the act in the words of one of its claims
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
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
:param entity => null
:param currency => null
:param limit => 200
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)
  WHERE c.fact IS NOT NULL AND ($currency IS NULL OR c.amount_currency = $currency)
    AND (c.amount_cmp IS NOT NULL OR c.predicate_class = 'FINANCE' OR c.predicate IN ['PAID', 'PROMISED_WAGE', 'EARNS'])
  RETURN c.id AS id
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.fact IS NOT NULL AND ($currency IS NULL OR c.amount_currency = $currency)
    AND (c.amount_cmp IS NOT NULL OR c.predicate_class = 'FINANCE' OR c.predicate IN ['PAID', 'PROMISED_WAGE', 'EARNS'])
  RETURN c.id AS id
}
MATCH (c:Claim {id: id} /* AS OF c */)-[:SUBJECT]->(s)
WITH coalesce(c.amount_currency, 'zzz') AS currency, c.predicate AS predicate, s.name AS subject, c.fact AS fact,
  c.amount_value AS amount, c.amount_words AS word, collect(id) AS ids
ORDER BY currency, predicate, subject, fact, amount, word LIMIT $limit
UNWIND ids AS id
MATCH (c:Claim {id: id} /* AS OF c */)
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, s, CASE WHEN o:Value THEN null ELSE o END AS other, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  c.relation STARTS WITH 'WAS_' OR c.relation STARTS WITH 'WILL_BE_' AS agentless,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes,
  COLLECT { MATCH (c)-[w:WITH]->(r) WHERE w.role = 'from' RETURN r.name ORDER BY r.name } AS role_from,
  COLLECT { MATCH (c)-[w:WITH]->(r) WHERE w.role = 'to' RETURN r.name ORDER BY r.name } AS role_to,
  CASE WHEN c.predicate STARTS WITH 'WILL_' THEN substring(c.predicate, 5) ELSE c.predicate END AS act
WITH c, s, who, disputes,
  CASE WHEN act = 'MOVED_FUNDS' THEN role_from
    WHEN act = 'LOST' OR (act IN ['RETURNED_FUNDS', 'PAID', 'PROMISED_WAGE'] AND NOT agentless) THEN [s.name]
    ELSE [] END AS payer,
  CASE WHEN act = 'MOVED_FUNDS' OR (act IN ['RETURNED_FUNDS', 'PAID', 'PROMISED_WAGE'] AND NOT agentless)
      THEN CASE WHEN other IS NULL THEN [] ELSE [other.name] END
    WHEN act = 'LOST' THEN role_to
    WHEN agentless AND act IN ['RETURNED_FUNDS', 'PAID', 'PROMISED_WAGE'] OR act IN ['EARNS', 'RECOVERS_FUNDS'] THEN [s.name]
    ELSE [] END AS payee
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH c.fact AS fact, c.predicate AS predicate, s.name AS subject,
  c.amount_currency AS currency, c.amount_value AS amount, c.amount_low AS low, c.amount_high AS high,
  c.amount_words AS word, c.amount_cmp AS comparator, c.amount_period AS period, payer, payee,
  min(c.when_from) AS from, max(c.when_to) AS to, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
ORDER BY coalesce(currency, 'zzz'), predicate, subject, fact, amount, word LIMIT $limit
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
RETURN
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  currency, amount, low, high, word, comparator, period, payer, payee, from, to,
  reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  size(reduce(d = [], p IN denying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS denials,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY coalesce(currency, 'zzz'), predicate, subject, fact, amount, word;
