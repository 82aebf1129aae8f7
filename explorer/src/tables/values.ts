// What the cells of a column are: numbers, days, or words; and the order of their rows.

export type Kind = "number" | "day" | "word";
export type Key = number | string | null;

const EMPTY = /^(?:[–—-]?|undated|none)$/i;
const DAY = /^[\s?/–.]*\d{4}(?:-\d{2}){0,2}(?![\d,.])/;
const FULL_DAY = /\d{4}-\d{2}/;
const ONE_DAY = /\d{4}(?:-\d{2}){0,2}/g;
const NUMBER = /^(?:[<>≤≥~≈]|about|around|nearly|almost|over|more than|fewer than|less than|at least|at most|up to)?\s*(-?\d[\d,]*(?:\.\d+)?)(?![\d-])/i;

/** Return what a column holds: days or numbers only if every cell that is not empty is one. */
export function findKind(texts: readonly string[]): Kind {
  const full = texts.filter((text) => !EMPTY.test(text));
  if (full.length === 0) return "word";
  if (full.every((text) => DAY.test(text)) && full.some((text) => FULL_DAY.test(text))) return "day";
  return full.every((text) => NUMBER.test(text)) ? "number" : "word";
}

/** Return by what a cell is sorted, null for an empty one. */
export function readKey(text: string, kind: Kind): Key {
  if (EMPTY.test(text)) return null;
  if (kind === "number") return readNumber(text);
  // A window is sorted by its first day, then by its last; one without a first day by its last.
  return kind === "day" ? (text.match(ONE_DAY) ?? []).join(" ") : text;
}

/** Return the number at the beginning of a text ("1,440 people"), null without one. */
export function readNumber(text: string): number | null {
  const digits = NUMBER.exec(text)?.[1];
  return digits === undefined ? null : Number(digits.replaceAll(",", ""));
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Return the order of rows by their keys. It is stable, and empty cells stay last in both directions. */
export function orderBy(keys: readonly Key[], descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  return keys
    .map((_, index) => index)
    .sort((a, b) => {
      const [one, other] = [keys[a] ?? null, keys[b] ?? null];
      if (one === null || other === null) return one === other ? a - b : one === null ? 1 : -1;
      const difference =
        typeof one === "number" && typeof other === "number" ? one - other : collator.compare(String(one), String(other));
      return sign * difference || a - b;
    });
}

/** Return the words that a row must have, folded: without accents and in lower case. */
export const splitWords = (text: string): readonly string[] => fold(text).split(/\s+/).filter(Boolean);

export const fold = (text: string): string =>
  text.normalize("NFKD").replaceAll(/\p{M}+/gu, "").toLowerCase();
