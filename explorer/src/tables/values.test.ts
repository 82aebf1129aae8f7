import { describe, expect, it } from "vitest";
import { findKind, fold, orderBy, readKey, readNumber, splitWords } from "./values";

const sort = (texts: readonly string[], descending = false): string[] => {
  const kind = findKind(texts);
  return orderBy(texts.map((text) => readKey(text, kind)), descending).map((index) => texts[index] ?? "");
};

describe("kinds of columns", () => {
  it("tells numbers, days and words apart", () => {
    expect(findKind(["1,440", "–", "13"])).toBe("number");
    expect(findKind(["more than 1,700 people", "440 people"])).toBe("number");
    expect(findKind(["2026-01-19 or later", "undated", "2025"])).toBe("day");
    expect(findKind(["2026-01-16/2026-01-20", "? – 2026-01-21"])).toBe("day");
    expect(findKind(["2026", "1,440"])).toBe("number");
    expect(findKind(["Poipet", "13"])).toBe("word");
    expect(findKind(["–", ""])).toBe("word");
  });

  it("reads numbers with their commas", () => {
    expect(readNumber("1,440 people")).toBe(1440);
    expect(readNumber("-2.5")).toBe(-2.5);
    expect(readNumber("2026-01-21")).toBeNull();
    expect(readNumber("dozens")).toBeNull();
  });
});

describe("order of rows", () => {
  it("is that of numbers, days and words", () => {
    expect(sort(["9", "1,440", "13"])).toEqual(["9", "13", "1,440"]);
    expect(sort(["2026-01-21", "2025", "2026-01"])).toEqual(["2025", "2026-01", "2026-01-21"]);
    expect(sort(["Hanoi 10", "Hanoi 9", "Étoile"])).toEqual(["Étoile", "Hanoi 9", "Hanoi 10"]);
  });

  it("keeps empty cells last in both directions", () => {
    expect(sort(["–", "2", "1"])).toEqual(["1", "2", "–"]);
    expect(sort(["–", "2", "1"], true)).toEqual(["2", "1", "–"]);
  });

  it("is stable in both directions", () => {
    expect(orderBy(["b", "a", "b", "a"], false)).toEqual([1, 3, 0, 2]);
    expect(orderBy(["b", "a", "b", "a"], true)).toEqual([0, 2, 1, 3]);
  });
});

it("finds words whatever their case and accents", () => {
  expect(fold("Étienne ខ្មែរ")).toContain("etienne");
  expect(splitWords("  Phnom  PENH ")).toEqual(["phnom", "penh"]);
});
