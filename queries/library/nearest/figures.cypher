// title: The nearest figures
// answer: Nearest are {rows:figure}: other numbers, or of other series, and so no answer to this.
// none: No number is close to it.
// param: about entity? - the entity asked about
// param: series text? - the series asked about
// param: number number? - the number asked about
// column: series - what is measured
// column: figure - the number
// column: from - first day of its window
// column: to - last day
// column: said_by - who ultimately says it
// column: claims - ids of the claims
:param about => null
:param series => null
:param number => 1500
:param limit => 5
MATCH (f:Figure:Scamgraph)-[:OF_SERIES]->(series:Series)
WHERE ($number IS NULL OR (f.value >= $number * 0.5 AND f.value <= $number * 2))
  AND ($number IS NOT NULL OR $series IS NULL
    OR any(w IN split(toLower($series), ' ') WHERE size(w) > 3 AND toLower(series.name) CONTAINS w))
  AND ($number IS NOT NULL OR $series IS NOT NULL
    OR EXISTS { MATCH (f)<-[:COUNTS]-(claim:Claim /* AS OF claim */)-[:SUBJECT|OBJECT]->(:Actor)<-[:SUBJECT|OBJECT]-(actor_claim:Claim /* AS OF actor_claim */)-[:SUBJECT|OBJECT|WITH]->(:Scamgraph {id: $about}) })
WITH f, series ORDER BY abs(f.value - coalesce($number, f.value)), f.id LIMIT $limit
MATCH (f)<-[:COUNTS]-(c:Claim /* AS OF c */)
WITH f, series, c ORDER BY c.id
WITH f, series, collect(c.id) AS claims
RETURN series.name AS series, f.name AS figure, f.window_from AS from, f.window_to AS to, f.said_by AS said_by, claims
ORDER BY abs(f.value - coalesce($number, f.value)), f.id;
