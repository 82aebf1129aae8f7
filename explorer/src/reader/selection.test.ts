import { describe, expect, it } from "vitest";
import { cycleClaims, fitsFilters, rankClaims, stepFrom } from "./selection";

describe("next and previous claim", () => {
  const order = [2, 5, 9];
  it("steps over claims that the filters hide", () => {
    expect(stepFrom(order, 2, 1)).toBe(5);
    expect(stepFrom(order, 9, -1)).toBe(5);
    expect(stepFrom(order, 6, 1)).toBe(9);
  });
  it("begins at either end and stops there", () => {
    expect(stepFrom(order, 0, 1)).toBe(2);
    expect(stepFrom(order, 0, -1)).toBe(9);
    expect(stepFrom(order, 9, 1)).toBeNull();
    expect(stepFrom([], 0, 1)).toBeNull();
  });
});

describe("claims on the same words", () => {
  const ranked = rankClaims([7, 3, 4], (claim) => (claim === 3 ? 200 : 10));
  it("has the one with the fewest words first", () => {
    expect(ranked).toEqual([4, 7, 3]);
  });
  it("chooses each in turn", () => {
    expect(cycleClaims(ranked, 0)).toBe(4);
    expect(cycleClaims(ranked, 4)).toBe(7);
    expect(cycleClaims(ranked, 7)).toBe(3);
    expect(cycleClaims(ranked, 3)).toBe(4);
    expect(cycleClaims([], 3)).toBeNull();
  });
});

describe("filters", () => {
  it("must all fit; an empty one fits every claim", () => {
    const claim = { by: "Port Office", modality: "alleged" };
    expect(fitsFilters(claim, { by: "", modality: "" })).toBe(true);
    expect(fitsFilters(claim, { by: "Port Office", modality: "alleged" })).toBe(true);
    expect(fitsFilters(claim, { by: "Port Office", modality: "denied" })).toBe(false);
  });
});
