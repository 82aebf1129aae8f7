// The pane beside the picture: the evidence of a line, an entity with its expansions, or a path.

import type { ComponentChildren } from "preact";
import { G, STYLES } from "../strings";
import {
  type Citation, type EventDetails, type Fact, type GraphLine, type GraphNode, type Unfolding, type View, pageOf, slugOf,
} from "./data";
import { CopyButton, Passage, useJson } from "./evidence";

export interface PaneProps {
  readonly view: View;
  readonly at: string;
  readonly day: string;
  readonly filterQuery: string;
  readonly say: (message: string) => void;
  readonly choose: (id: string) => void;
  readonly unfold: (entity: string, unfolding: Unfolding) => void;
}

const by = (day: string, sign: string): string => (day ? `${sign}as_of=${encodeURIComponent(day)}` : "");

function Waiting({ on }: { on: Error | null }) {
  return on ? <p class="notice">{G.failed} {on.message}</p> : <p class="quiet" role="status">{G.loading}</p>;
}

export function Tags({ line }: { line: GraphLine }) {
  const plain = line.modality === "reported" || line.modality === "confirmed";
  return (
    <>
      <span class={`tag ${line.style}`}>{STYLES[line.style] ?? line.style}</span>{" "}
      {!plain && <span class={`tag ${line.modality}`}>{line.modality}</span>}
    </>
  );
}

export function Support({ line }: { line: GraphLine }) {
  return (
    <>
      {G.sources(line.documents, line.origins)}
      {line.denials > 0 && <> · <strong class="denied">{G.denialCount(line.denials, line.denial_origins)}</strong></>}
    </>
  );
}

/** The pane of a line: a fact, or a part in an event. */
export function LinePane({ line, ...props }: PaneProps & { line: GraphLine }) {
  return (
    <>
      <h2 id="pane-title">{line.statement}</h2>
      <p><Tags line={line} /> <Support line={line} /></p>
      <p class="quiet">{line.style === "event" ? G.eventOnly : line.asserted ? G.asserted : G.notAsserted}</p>
      <p class="quiet">
        {G.saidBy} {line.said_by.join("; ")}
        {(line.happened_from || line.happened_to) && <> · {G.happened} {line.happened_from ?? "?"} – {line.happened_to ?? "?"}</>}
        {line.first_published && <> · {G.published} {line.first_published}</>}
      </p>
      <p><Ends line={line} {...props} /></p>
      {line.fact ? <FactEvidence fact={line.fact} {...props} /> : <PartEvidence line={line} {...props} />}
    </>
  );
}

function Ends({ line, view, choose }: PaneProps & { line: GraphLine }) {
  const ends = [line.start, line.end].map((id) => view.nodes.find((node) => node.id === id));
  return (
    <>
      {ends.map((node) => node && <><button type="button" key={node.id} onClick={() => choose(node.id)}>{node.name}</button>{" "}</>)}
    </>
  );
}

function FactEvidence({ fact, day, say }: PaneProps & { fact: string }) {
  const detail = useJson<Fact>(`/api/v1/facts/${slugOf(fact)}${by(day, "?")}`);
  if (detail === null || detail instanceof Error) return <Waiting on={detail} />;
  return (
    <>
      <h3>{G.evidence}</h3>
      {detail.evidence.map((citation) => <Passage key={citation.claim} citation={citation} day={day} say={say} />)}
      {detail.conflicts.length > 0 && (
        <>
          <h3>{G.conflicts}</h3>
          <ul class="conflicts">
            {detail.conflicts.map((x) => <li key={x.id}><span class="tag">{x.kind}</span> <a href={pageOf(x.id, day)}>{x.explanation}</a></li>)}
          </ul>
        </>
      )}
      <p><a href={pageOf(fact, day)}>{G.wholeFact}</a></p>
      <Cypher text={detail.cypher} say={say} />
    </>
  );
}

function PartEvidence({ line, day, say }: PaneProps & { line: GraphLine }) {
  const detail = useJson<EventDetails>(`/api/v1/events/${slugOf(line.start)}${by(day, "?")}`);
  if (detail === null || detail instanceof Error) return <Waiting on={detail} />;
  const claims = new Set(detail.parts.filter((part) => part.entity.id === line.end).flatMap((part) => part.claims));
  return (
    <>
      <h3>{G.evidence}</h3>
      {detail.claims.filter((c) => claims.has(c.claim)).map((c) => <Passage key={c.claim} citation={c} day={day} say={say} />)}
      <p><a href={pageOf(line.start, day)}>{G.page}</a></p>
    </>
  );
}

function Cypher({ text, say }: { text: string; say: (message: string) => void }) {
  return (
    <details>
      <summary>{G.cypher}</summary>
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} words={G.cypher} say={say} />
    </details>
  );
}

/** The pane of an entity. `actions` are its buttons. */
export function NodePane({ node, actions, ...props }: PaneProps & { node: GraphNode; actions: ComponentChildren }) {
  const { view, day, filterQuery, say, choose, unfold } = props;
  const about = useJson<{ counts: Unfolding[]; cypher: string }>(
    `/api/v1/view/expand?entity=${encodeURIComponent(node.id)}${filterQuery ? `&${filterQuery}` : ""}`,
  );
  const claims = useJson<{ items: Citation[]; total: number }>(`/api/v1/entities/${node.id}/claims?limit=5${by(day, "&")}`);
  const lines = view.lines.filter((line) => line.start === node.id || line.end === node.id);
  return (
    <>
      <h2 id="pane-title">{node.name}</h2>
      <p><span class="tag">{node.kind}</span> <a href={pageOf(node.id, day)}>{G.page}</a></p>
      <p class="row">{actions}</p>
      <h3 class="unfolding">{G.unfold}</h3>
      {about === null || about instanceof Error ? <Waiting on={about} /> : about.counts.length ? (
        <ul class="unfold">
          {about.counts.map((one) => (
            <li key={one.type + one.side}><button type="button" onClick={() => unfold(node.id, one)}>{G.unfoldOne(one.says, one.neighbours)}</button></li>
          ))}
        </ul>
      ) : <p class="quiet">{G.unfoldNone}</p>}
      <h3>{G.around}</h3>
      <ul class="statements">
        {lines.slice(0, 60).map((line) => (
          <li key={line.id} class={`statement ${line.style}`}>
            <button type="button" class="plainly" onClick={() => choose(line.id)}>{line.statement}</button>
            <p class="quiet"><Tags line={line} /> <Support line={line} /></p>
          </li>
        ))}
      </ul>
      <h3>{G.passages}</h3>
      {claims === null || claims instanceof Error ? <Waiting on={claims} /> : (
        <>
          {claims.items.map((c) => <Passage key={c.claim} citation={c} day={day} say={say} />)}
          {claims.total > claims.items.length && <p><a href={pageOf(node.id, day)}>{G.morePassages} ({claims.total})</a></p>}
        </>
      )}
      {about !== null && !(about instanceof Error) && <Cypher text={about.cypher} say={say} />}
    </>
  );
}

/** The pane of paths: their evidence, and what they do not show. */
export function PathPane({ view, choose, day }: PaneProps) {
  const path = view.path;
  if (!path) return null;
  return (
    <>
      <h2 id="pane-title">{G.path}</h2>
      <p class="lead">{path.answer}</p>
      {path.nearest && <p class="notice">{path.nearest}</p>}
      <ol class="hops">
        {path.rows.map((hop) => {
          const line = view.lines.find((one) => one.fact !== null && one.fact === hop.fact) ?? view.lines.find(
            (one) => [hop.from_id, hop.to_id].every((id) => id === one.start || id === one.end));
          return (
            <li key={`${hop.path} ${hop.hop}`}>
              <p class="line">
                {line ? <button type="button" class="plainly" onClick={() => choose(line.id)}>{hop.tie.join("; ")}</button>
                  : hop.fact ? <a href={pageOf(hop.fact, day)}>{hop.tie.join("; ")}</a> : hop.tie.join("; ")}
                {hop.weakest && <> <span class="tag accusation">{G.weakest}</span></>}
              </p>
              <p class="quiet">{G.hop(hop.path, hop.hop)} · {G.sources(hop.documents, hop.origins)}{hop.caution.length > 0 && ` · ${hop.caution.join("; ")}`}</p>
            </li>
          );
        })}
      </ol>
      {path.notes.map((note) => <p class="quiet" key={note}>{note}</p>)}
    </>
  );
}
