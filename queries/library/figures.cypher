// title: Which numbers does each series have, for which days, and who says so?
// group: How many
// answer: {rows:figure} in {documents:document} ({lineages:lineage}), by {voices:speaker}.
// none: No source in this graph gives a number{about: about %}{series: in a series with “%” in its name}{number: that is %}.
// note: Numbers are never summed or picked between; those of one series stand side by side, each with its window.
// positions: number or about
// recompute: by-figure
// param: about entity? - keep to numbers in claims about this entity, or of people of this nationality
// param: series text? - keep to the series with this id, or whose name holds these words
// param: number number? - keep to this number
// column: series - what is measured
// column: figure - the number in its most precise wording
// column: from - first day of its window
// column: to - last day of its window
// column: as_worded - each wording of it
// column: said_by - who ultimately says it
// column: documents - documents that give it
// column: origins - independent origins
// column: claims - ids of the claims
:param about => null
:param series => 'embassy'
:param number => null
:param limit => 200
CALL () {
  UNWIND [x IN [$about] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(claim:Claim /* AS OF claim */)-[:COUNTS]->(f:Figure) RETURN f
  UNION
  UNWIND [x IN [$about] WHERE x IS NOT NULL] AS one
  MATCH (:Cohort {nationality: one})<-[:SUBJECT|OBJECT]-(claim:Claim /* AS OF claim */)-[:COUNTS]->(f:Figure) RETURN f
  UNION
  UNWIND CASE WHEN $about IS NULL THEN [1] ELSE [] END AS every MATCH (f:Figure:Scamgraph) RETURN f
}
WITH DISTINCT f
MATCH (f)-[:OF_SERIES]->(series:Series)
WHERE ($series IS NULL OR toLower(series.name) CONTAINS toLower($series) OR series.id IN [$series, 'series/' + $series])
  AND ($number IS NULL OR f.value = $number)
WITH f, series ORDER BY series.name, coalesce(f.window_from, '9999'), f.value, f.id LIMIT $limit
MATCH (f)<-[:COUNTS]-(c:Claim /* AS OF c */)
WITH f, series, c ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH f, series, collect(c) AS told
RETURN series.name AS series, f.name AS figure, f.window_from AS from, f.window_to AS to,
  [x IN told | x {.*}] AS as_worded, f.said_by AS said_by, f.documents AS documents, f.origins AS origins,
  [x IN told | x.id] AS claims
ORDER BY series, coalesce(from, '9999'), f.value, f.id;
