// The state of the view, as in the address bar: pure, so that undo, links and the back button agree.

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

const splitList = (text: string | null): string[] => (text ?? "").split(",").filter(Boolean);

/** Parse the state from an address; missing parts are as in an empty state. */
export function parseState(search: string): State {
  const given = new URLSearchParams(search);
  const pins: Record<string, [number, number]> = {};
  for (const part of splitList(given.get("pin"))) {
    const [id, x, y] = part.split("@");
    if (id && Number.isFinite(Number(x)) && Number.isFinite(Number(y))) pins[id] = [Number(x), Number(y)];
  }
  const filters: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = given.get(name);
    if (value) filters[name] = value;
  }
  return {
    seed: splitList(given.get("seed")),
    open: splitList(given.get("open")),
    hide: splitList(given.get("hide")),
    pins,
    from: given.get("from") ?? "",
    to: given.get("to") ?? "",
    at: given.get("at") ?? "",
    filters,
  };
}

function formatQuery(pairs: readonly (readonly [string, string])[]): string {
  const present = pairs.filter(([, value]) => value);
  return present.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%(2F|2C|40|7E)/g, decodeURIComponent)}`).join("&");
}

/** Build the query for the server, which does not need to know what is hidden or pinned. */
export function buildViewQuery(state: State): string {
  return formatQuery([
    ["seed", state.seed.join(",")],
    ["open", state.open.join(",")],
    ["from", state.from && state.to ? state.from : ""],
    ["to", state.from && state.to ? state.to : ""],
    ...FILTERS.map((name) => [name, state.filters[name] ?? ""] as const),
  ]);
}

/** Build the query of the filters that also narrow what can be expanded. */
export function buildFilterQuery(state: State): string {
  const names = FILTERS.filter((name) => name !== "depth" && name !== "limit" && name !== "predicate");
  return formatQuery(names.map((name) => [name, state.filters[name] ?? ""] as const));
}

/** Return the address that shows this state again. */
export function toAddress(state: State): string {
  const pins = Object.entries(state.pins).map(([id, [x, y]]) => `${id}@${Math.round(x)}@${Math.round(y)}`);
  const only = state.from && !state.to ? `from=${encodeURIComponent(state.from)}` : "";
  const rest = formatQuery([["hide", state.hide.join(",")], ["pin", pins.join(",")], ["at", state.at]]);
  const query = [buildViewQuery(state), only, rest].filter(Boolean).join("&");
  return `/graph${query ? `?${query}` : ""}`;
}

/** Return whether two states have the same picture, whatever is chosen in it. */
export const isSamePicture = (a: State, b: State): boolean =>
  toAddress({ ...a, at: "" }) === toAddress({ ...b, at: "" });

/** The states before and after the current one. */
export interface History {
  readonly past: readonly State[];
  readonly now: State;
  readonly future: readonly State[];
}

export const startHistory = (now: State): History => ({ past: [], now, future: [] });

/** Go to another state; choosing an entity or line is not a separate step. */
export function goTo(history: History, next: State): History {
  if (isSamePicture(history.now, next)) return { ...history, now: next };
  return { past: [...history.past, history.now].slice(-200), now: next, future: [] };
}

export function undoStep(history: History): History | null {
  const last = history.past.at(-1);
  if (!last) return null;
  return { past: history.past.slice(0, -1), now: last, future: [history.now, ...history.future] };
}

export function redoStep(history: History): History | null {
  const [next, ...rest] = history.future;
  return next ? { past: [...history.past, history.now], now: next, future: rest } : null;
}
