// The answer of /api/v1/search, and what the box lists of it.

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

export interface Hit {
  readonly id: string;
  readonly kind: string;
  readonly url: string;
  readonly title: readonly Piece[];
  readonly snippet: readonly Piece[];
  readonly documents?: number;
  readonly claims?: number | readonly string[];
  readonly document?: { readonly label: string };
  readonly speakers?: readonly string[];
  readonly modality?: string;
  /** The name of a question. */
  readonly name?: string;
}

export interface Group {
  readonly name: string;
  readonly total: number;
  readonly at_least: boolean;
  readonly items: readonly Hit[];
}

export interface Answer {
  readonly query: string;
  readonly total: number;
  readonly at_least: boolean;
  readonly groups: readonly Group[];
  readonly nearest: readonly { readonly text: string; readonly url: string }[];
}

/** An entry of the list: a hit, or the link to the page of all results. */
export interface Entry {
  readonly id: string;
  readonly url: string;
  readonly hit: Hit | null;
}

const ORDER = ["entities", "figures", "claims", "conflicts", "events", "documents", "passages", "questions"];
const ASKED = "who-says";
const MOST_IN_GROUP = 3;

/** Return the groups that found something, each cut to a few hits; the question that the words ask comes first. */
export function orderGroups(answer: Answer): readonly Group[] {
  const rank = ({ name, items }: Group): number => (items.some((hit) => hit.name === ASKED) ? -1 : ORDER.indexOf(name));
  return [...answer.groups]
    .filter(({ items }) => items.length > 0)
    .sort((a, b) => rank(a) - rank(b))
    .map((group) => ({ ...group, items: group.items.slice(0, MOST_IN_GROUP) }));
}

/** Return the entries in the order in which arrow keys reach them; the page of all results is the last. */
export function listEntries(answer: Answer, allUrl: string): readonly Entry[] {
  const hits = orderGroups(answer).flatMap(({ items }) => items);
  const entries = hits.map((hit, place): Entry => ({ id: `hit-${place}`, url: hit.url, hit }));
  return [...entries, { id: "hit-all", url: allUrl, hit: null }];
}

/** Return the place after `place` in a list of `count`, going round; -1 is the text field itself. */
export function step(place: number, by: 1 | -1, count: number): number {
  const next = place + by;
  return next >= count ? -1 : next < -1 ? count - 1 : next;
}

/** Return what stands behind a hit's title: its kind, and how much supports it. */
export function describe(hit: Hit): string {
  if (hit.document && hit.kind === "Claim") return [hit.speakers?.join(", "), hit.document.label].filter(Boolean).join(" · ");
  if (typeof hit.documents === "number") return `${hit.documents} ${hit.documents === 1 ? "document" : "documents"}`;
  return ["Claim", "Passage", "Question", "Document", "Event", "Figure"].includes(hit.kind)
    ? ""
    : hit.kind.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
