// The list under the search box: hits by group, with the words that match marked.
import type { JSX } from "preact";
import { type Answer, type Entry, type Piece, describe, orderGroups } from "./results";
import { SEARCH } from "./strings";

export interface Shown {
  readonly answer: Answer | null;
  readonly entries: readonly Entry[];
  readonly chosen: number;
  readonly message: string;
}

const Pieces = ({ pieces }: { pieces: readonly Piece[] }): JSX.Element => (
  <>{pieces.map(({ text, hit }) => (hit ? <mark>{text}</mark> : text))}</>
);

/** A listbox whose options are links; the focus stays in the field. */
export function Popup({ shown, id, choose }: { shown: Shown; id: string; choose: (place: number) => void }): JSX.Element {
  const { answer, entries, chosen, message } = shown;
  let place = 0;
  const option = (entry: Entry, content: JSX.Element): JSX.Element => {
    const at = entries.indexOf(entry);
    return (
      <li role="option" id={`${id}-${entry.id}`} aria-selected={at === chosen} onPointerMove={() => at !== chosen && choose(at)}>
        <a href={entry.url} tabIndex={-1}>{content}</a>
      </li>
    );
  };
  const groups = answer ? orderGroups(answer) : [];
  const all = entries.at(-1);
  return (
    <div class="found">
      {message ? <p class="quiet">{message}</p> : null}
      {answer && entries.length > 0 ? (
        <ul role="listbox" id={id} aria-label={SEARCH.results}>
          {groups.map((group) => (
            <li role="presentation">
              <p class="eyebrow" id={`${id}-${group.name}`}>
                {SEARCH.groups[group.name]} <span>{group.at_least ? `${group.total}+` : group.total}</span>
              </p>
              <ul role="group" aria-labelledby={`${id}-${group.name}`}>
                {group.items.map((hit) => {
                  const entry = entries[place++];
                  return entry ? option(entry, (
                    <>
                      <span class="hit"><Pieces pieces={hit.title} /></span>
                      <span class="quiet">{hit.snippet.length > 0 && group.name === "passages" ? <Pieces pieces={hit.snippet} /> : describe(hit)}</span>
                    </>
                  )) : null;
                })}
              </ul>
            </li>
          ))}
          {all ? option(all, <strong>{SEARCH.all(answer.query)}</strong>) : null}
        </ul>
      ) : null}
    </div>
  );
}
