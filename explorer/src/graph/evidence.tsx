// The passages behind a line or an entity: who says it, in which words, where and when.

import { useEffect, useState } from "preact/hooks";
import { G } from "../strings";
import { type Citation, type Piece, fetchJson, pageOf, slugOf } from "./data";

const AROUND = 220;
/** The characters of a text that are shown before and after a passage. */

/** Return the JSON at an address: null while it is loading, an Error if it failed. */
export function useJson<T>(address: string): T | Error | null {
  const [result, put] = useState<{ address: string; value: T | Error } | null>(null);
  useEffect(() => {
    let current = true;
    if (address)
      fetchJson<T>(address).then(
        (value) => current && put({ address, value }),
        (error: unknown) => current && put({ address, value: error instanceof Error ? error : new Error(String(error)) }),
      );
    return () => {
      current = false;
    };
  }, [address]);
  return result?.address === address ? result.value : null;
}

export function CopyButton({ text, words, say }: { text: string; words: string; say: (message: string) => void }) {
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => say(G.copied),
      () => say(`${G.copyByHand} ${text}`),
    );
  };
  return <button type="button" onClick={copy}>{words}</button>;
}

function Context({ citation }: { citation: Citation }) {
  const text = useJson<{ pieces: Piece[]; state: string }>(`/api/v1/documents/${slugOf(citation.document)}/text`);
  if (text === null) return <p class="quiet">{G.loading}</p>;
  if (text instanceof Error) return <p class="notice">{text.message}</p>;
  if (!text.pieces.length) return <p class="notice">{text.state}</p>;
  // The text is split at both ends of every passage. A withheld name changes the length of its piece, so the
  // pieces are placed by their offsets, not by counting letters.
  const lettersWhere = (lies: (piece: Piece) => boolean): string[] => [
    ...text.pieces.filter(lies).map((piece) => piece.text).join(""),
  ];
  const before = lettersWhere((piece) => piece.end <= citation.start);
  const passage = lettersWhere((piece) => piece.start >= citation.start && piece.end <= citation.end);
  const after = lettersWhere((piece) => piece.start >= citation.end);
  return (
    <p class="context">
      {before.length > AROUND && "…"}
      {before.slice(-AROUND).join("")}
      <mark>{passage.join("")}</mark>
      {after.slice(0, AROUND).join("")}
      {after.length > AROUND && "…"}
    </p>
  );
}

export function Passage({ citation: c, day, say }: { citation: Citation; day: string; say: (message: string) => void }) {
  const [open, unfold] = useState(false);
  const denies = c.polarity === "deny";
  return (
    <article class={`evidence${denies ? " denial" : ""}`}>
      <h3>
        {c.speakers.join(G.asQuotedBy)} {denies && <span class="tag denied">{G.denies}</span>}
      </h3>
      {c.quote ? <blockquote><mark>{c.quote}</mark></blockquote> : <p class="notice">{c.quote_state}</p>}
      <p class="says">{c.says} <span class="quiet">({G.inOurWords})</span></p>
      <p class="quiet">
        <span class={`tag ${c.modality}`}>{c.modality}</span> {c.hedge && `${G.hedged} “${c.hedge}” · `}
        <a href={`${pageOf(c.document, day)}#c-${slugOf(c.claim)}`}>{c.label}</a>, {c.publisher || c.agency} {c.published || G.undated}
        {c.retracted && <strong> {G.retracted} {c.retracted}</strong>}
      </p>
      <p class="quiet">{G.sealed(c.start, c.end)} <code>{c.sha256.slice(0, 16)}…</code> · {G.origin} <code>{slugOf(c.origin).slice(0, 8)}</code></p>
      {c.quote && !open && <button type="button" onClick={() => unfold(true)}>{G.context}</button>}
      {open && <Context citation={c} />}
      <p><CopyButton text={c.citation} words={G.copyCitation} say={say} /></p>
    </article>
  );
}
