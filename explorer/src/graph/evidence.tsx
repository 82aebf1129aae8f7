// The passages behind a line or an entity: who says it, in which words, where and when.

import { useEffect, useState } from "preact/hooks";
import { G } from "../strings";
import { Day } from "../reader/card";
import { claimAddress } from "../reader/data";
import { type Citation, fetchJson, slugOf } from "./data";

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

export function Passage({ citation: c, day, say }: { citation: Citation; day: string; say: (message: string) => void }) {
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
        <a href={claimAddress(c.document, c.claim, day)}>{c.label}</a>, {c.publisher || c.agency} <Day published={c.published} />
        {c.retracted && <strong> {G.retracted} {c.retracted}</strong>}
      </p>
      <p class="quiet">{G.sealed(c.start, c.end)} <code>{c.sha256.slice(0, 16)}…</code> · {G.origin} <code>{slugOf(c.origin).slice(0, 8)}</code></p>
      <p>
        <a href={claimAddress(c.document, c.claim, day)} data-claim={slugOf(c.claim)} data-document={slugOf(c.document)}
          data-start={c.start} data-end={c.end}>{G.context}</a>{" "}
        <CopyButton text={c.citation} words={G.copyCitation} say={say} />
      </p>
    </article>
  );
}
