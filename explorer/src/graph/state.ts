// What the reader looks at, as the address bar has it: pure, so that undo, links and the back button agree.

export interface State {
  readonly seed: readonly string[];
  readonly open: readonly string[];
  readonly hide: readonly string[];
  readonly pins: Readonly<Record<string, readonly [number, number]>>;
  readonly from: string;
  readonly to: string;
  readonly at: string;
  readonly filters: Readonly<Record<string, string>>;
}

export const FILTERS = [
  "kind", "predicate", "standing", "modality", "origins", "happened", "place", "nationality", "depth", "limit",
  "as_of",
] as const;

export const EMPTY: State = { seed: [], open: [], hide: [], pins: {}, from: "", to: "", at: "", filters: {} };

const listed = (text: string | null): string[] => (text ?? "").split(",").filter(Boolean);

/** The state that an address tells; what it does not tell is as in an empty one. */
export function parsed(search: string): State {
  const given = new URLSearchParams(search);
  const pins: Record<string, [number, number]> = {};
  for (const part of listed(given.get("pin"))) {
    const [id, x, y] = part.split("@");
    if (id && Number.isFinite(Number(x)) && Number.isFinite(Number(y))) pins[id] = [Number(x), Number(y)];
  }
  const filters: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = given.get(name);
    if (value) filters[name] = value;
  }
  return {
    seed: listed(given.get("seed")),
    open: listed(given.get("open")),
    hide: listed(given.get("hide")),
    pins,
    from: given.get("from") ?? "",
    to: given.get("to") ?? "",
    at: given.get("at") ?? "",
    filters,
  };
}

function written(pairs: readonly (readonly [string, string])[]): string {
  const kept = pairs.filter(([, value]) => value);
  return kept.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%(2F|2C|40|7E)/g, decodeURIComponent)}`).join("&");
}

/** What is asked of the server: hiding and pinning are the reader's own affair. */
export function asked(state: State): string {
  return written([
    ["seed", state.seed.join(",")],
    ["open", state.open.join(",")],
    ["from", state.from && state.to ? state.from : ""],
    ["to", state.from && state.to ? state.to : ""],
    ...FILTERS.map((name) => [name, state.filters[name] ?? ""] as const),
  ]);
}

/** The filters that also narrow what can be expanded. */
export function sifted(state: State): string {
  const kept = FILTERS.filter((name) => name !== "depth" && name !== "limit" && name !== "predicate");
  return written(kept.map((name) => [name, state.filters[name] ?? ""] as const));
}

/** The address that shows this state again. */
export function address(state: State): string {
  const pins = Object.entries(state.pins).map(([id, [x, y]]) => `${id}@${Math.round(x)}@${Math.round(y)}`);
  const only = state.from && !state.to ? `from=${encodeURIComponent(state.from)}` : "";
  const rest = written([["hide", state.hide.join(",")], ["pin", pins.join(",")], ["at", state.at]]);
  const query = [asked(state), only, rest].filter(Boolean).join("&");
  return `/graph${query ? `?${query}` : ""}`;
}

/** Two states with the same picture, whatever is chosen in it. */
export const samePicture = (a: State, b: State): boolean =>
  address({ ...a, at: "" }) === address({ ...b, at: "" });

/** States before and after this one. */
export interface History {
  readonly past: readonly State[];
  readonly now: State;
  readonly future: readonly State[];
}

export const begun = (now: State): History => ({ past: [], now, future: [] });

/** Go to another state; choosing something is no step of its own. */
export function went(history: History, next: State): History {
  if (samePicture(history.now, next)) return { ...history, now: next };
  return { past: [...history.past, history.now].slice(-200), now: next, future: [] };
}

export function undone(history: History): History | null {
  const last = history.past.at(-1);
  if (!last) return null;
  return { past: history.past.slice(0, -1), now: last, future: [history.now, ...history.future] };
}

export function redone(history: History): History | null {
  const [next, ...rest] = history.future;
  return next ? { past: [...history.past, history.now], now: next, future: rest } : null;
}
