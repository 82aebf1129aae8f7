// title: Which documents print the same text?
// group: Who says it
// answer: {rows:pair} of documents print the same text, whole or in part.
// none: No document in this graph shares its text with {document:“%”|another}.
// note: A quotation that both took from a third source is no reprint. Offsets: `scamgraph export lineage`.
// param: document document? - keep to what this document shares with others
// column: later - the later published of the two, where their days show it
// column: earlier - the earlier
// column: share - the part of the later document's words, from 0 to 1, that are in the earlier one; empty where a decision alone makes the two one text
// column: share_of_earlier - the part of the earlier one's words
// column: passages - how many passages they share
// column: alike - how alike the passages are: exact, house-style or paraphrase
// column: stands - reprint or unsure, a person's decision before what was found
// column: why - what was found
// column: order_known - whether their days of publication show which is later
// column: claims - ids of the claims of either document within those passages, all where there are none
:param document => null
:param limit => 200
MATCH (a:Document:Scamgraph)-[r:REPRINTS]->(b:Document)
WHERE r.lineage IS NOT NULL AND ($document IS NULL OR a.id = $document OR b.id = $document)
  AND EXISTS { MATCH (claim:Claim {document: a.id} /* AS OF claim */) } AND EXISTS { MATCH (claim:Claim {document: b.id} /* AS OF claim */) }
MATCH (l:Scamgraph {id: r.lineage})
WITH a, b, r, l ORDER BY a.id, b.id LIMIT $limit
WITH a, b, r, l,
  [p IN coalesce(r.passages, []) | [toInteger(split(split(p, '=')[0], '-')[0]), toInteger(split(split(p, '=')[0], '-')[1])]] AS there,
  [p IN coalesce(r.passages, []) | [toInteger(split(split(split(p, ' ')[0], '=')[1], '-')[0]), toInteger(split(split(split(p, ' ')[0], '=')[1], '-')[1])]] AS here
RETURN a.name AS later, b.name AS earlier, r.share AS share, r.share_of_earlier AS share_of_earlier,
  size(coalesce(r.passages, [])) AS passages,
  reduce(d = [], p IN coalesce(r.passages, []) | CASE WHEN split(p, ' ')[1] IN d THEN d ELSE d + split(p, ' ')[1] END) AS alike,
  l.stands AS stands, l.reason AS why,
  CASE r.direction WHEN 'published' THEN 'yes' ELSE 'no: one of them is undated' END AS order_known,
  COLLECT { MATCH (c:Claim {document: a.id} /* AS OF c */) WHERE size(there) = 0 OR any(p IN there WHERE c.start < p[1] AND c.end > p[0]) RETURN c.id ORDER BY c.start, c.id }
  + COLLECT { MATCH (k:Claim {document: b.id} /* AS OF k */) WHERE size(here) = 0 OR any(p IN here WHERE k.start < p[1] AND k.end > p[0]) RETURN k.id ORDER BY k.start, k.id } AS claims
ORDER BY a.id, b.id;
