// A claim in full: who says it, how, where; and what other documents print of the same. As api/templates/reader.html.
import { type Citation, pageOf } from "../graph/data";
import { type Parallel, type Parallels, type Reprint, type Run, claimAddress } from "./data";
import { describePublished } from "./days";
import { R } from "./strings";

export function Day({ published }: { published: string }) {
  const { day, why } = describePublished(published);
  return <>{day}{why && <> <span class="inferred" title={why}>{R.dateInferred}</span></>}</>;
}

function Chips({ c }: { c: Citation }) {
  return (
    <>
      <span class={`tag ${c.modality}`}>{c.modality}</span>
      {c.polarity === "deny" && c.modality !== "denied" && <> <span class="tag denied">{R.denies}</span></>}
    </>
  );
}

function Details({ c }: { c: Citation }) {
  return (
    <dl class="claim-facts">
      <div><dt>{R.who}</dt><dd>{c.speakers.join(R.asQuotedBy)}</dd></div>
      <div><dt>{R.how}</dt><dd><Chips c={c} />{c.hedge && ` ${R.hedge(c.hedge)}`}{c.verb && ` ${R.verb(c.verb)}`}</dd></div>
    </dl>
  );
}

function Citing({ c }: { c: Citation }) {
  return (
    <>
      <div class="cite-box">
        <label class="cite" for="cite-claim">{R.cite}</label>
        <textarea id="cite-claim" class="cite" readOnly rows={2} value={c.citation} />
      </div>
      <details class="precise"><summary>{R.precise}</summary>
        <dl class="claim-facts">
          <div><dt>{R.passage}</dt><dd>{c.section} {c.start.toLocaleString("en")}–{c.end.toLocaleString("en")}</dd></div>
          <div><dt>{R.digest}</dt><dd><code>{c.sha256}</code></dd></div>
          <div><dt>{R.origin}</dt><dd><code>{c.origin}</code></dd></div>
          {c.origin_why && <div><dt>{R.originWhy}</dt><dd>{c.origin_why}</dd></div>}
          {c.inferred.length > 0 && <div><dt>{R.inferred}</dt><dd>{c.inferred.join("; ")}</dd></div>}
        </dl>
      </details>
    </>
  );
}

function Words({ runs, side }: { runs: readonly Run[]; side: string }) {
  return (
    <div class="side"><h5>{side}</h5>
      <p class="words">{runs.map((run, at) => (run.differs ? <mark class="differs" key={at}>{run.text}</mark> : run.text))}</p>
    </div>
  );
}

function Pair({ x }: { x: Parallel | Reprint }) {
  const differ = [...x.here, ...x.there].some((run) => run.differs);
  return (
    <>
      <div class="pair"><Words runs={x.here} side={R.here} /><Words runs={x.there} side={R.there} /></div>
      {!differ && <p class="quiet">{R.noDifferences}</p>}
    </>
  );
}

function Source({ x, address }: { x: Parallel | Reprint; address: string }) {
  return <h4><a href={address}>{x.label}</a>, <Day published={x.published} /></h4>;
}

function ParallelList({ data, day }: { data: Parallels; day: string }) {
  const any = data.items.length + data.reprints.length > 0;
  return (
    <section class="parallels" aria-labelledby="parallels">
      <h3 id="parallels">{R.parallels}</h3>
      {data.items.some((x) => x.compared === "statements") && <p class="notice">{R.statements}</p>}
      <p class="quiet">
        {any ? R.differs : day ? R.parallelsNoneBy(describePublished(day).day) : R.parallelsNone}
        {data.total > data.items.length && ` ${R.parallelsOf(data.items.length, data.total)}`}
      </p>
      {data.items.map((x) => (
        <article class="parallel" key={x.claim}>
          <Source x={x} address={claimAddress(x.document, x.claim, day)} />
          <p class="quiet">
            {x.speakers.join(R.asQuotedBy)} · <Chips c={x} />
            {x.shares.map((what) => <> <span class="tag" key={what}>{what === "fact" ? R.sameFact : R.sameFigure}</span></>)}
          </p>
          <Pair x={x} />
        </article>
      ))}
      {data.reprints.map((x) => (
        <article class="parallel" key={`${x.document} ${x.start}`}>
          <Source x={x} address={pageOf(x.document, day)} />
          <p class="quiet"><span class="tag">{R.reprint}</span> {x.start.toLocaleString("en")}–{x.end.toLocaleString("en")}</p>
          {x.here.length > 0 && <Pair x={x} />}
        </article>
      ))}
    </section>
  );
}

/** A claim: at once its statement, the rest when `data` is there. */
export function ClaimCard({ says, data, day }: { says: string; data: Parallels | Error | null; day: string }) {
  return (
    <>
      <p class="line">{says}</p>
      {data === null ? <p class="quiet">{R.loading}</p> : data instanceof Error ? <p class="notice">{R.failed} {data.message}</p> : (
        <>
          {data.claim.fact && <p class="onward"><a href={pageOf(data.claim.fact, day)}>{R.fact}</a></p>}
          <Details c={data.claim} />
          <ParallelList data={data} day={day} />
          <Citing c={data.claim} />
        </>
      )}
    </>
  );
}
