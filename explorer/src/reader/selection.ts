// Which claim comes next: pure functions over the numbers of claims.

/** Return the claim after (`by` 1) or before (-1) `current` among `order`; null at the end. */
export function stepFrom(order: readonly number[], current: number, by: 1 | -1): number | null {
  const found = by === 1 ? order.find((n) => n > current) : order.findLast((n) => n < current || current === 0);
  return found ?? null;
}

/** Return the claims at a place, the one with the fewest words first. */
export function rankClaims(here: readonly number[], lengthOf: (n: number) => number): number[] {
  return [...here].sort((a, b) => lengthOf(a) - lengthOf(b) || a - b);
}

/** Return the claim that a click chooses: the shortest there, or the one after that chosen by the last click. */
export function cycleClaims(ranked: readonly number[], chosen: number): number | null {
  const at = ranked.indexOf(chosen);
  return ranked[(at + 1) % ranked.length] ?? null;
}

export type Values = Readonly<Record<string, string>>;

/** Whether a claim fits the filters; an empty filter fits every claim. */
export function fitsFilters(values: Values, chosen: Values): boolean {
  return Object.entries(chosen).every(([name, wanted]) => !wanted || values[name] === wanted);
}
