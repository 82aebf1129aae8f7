import { expect, it } from "vitest";
import { findIndex, measureTicks } from "./day-list";

const day = (name: string, known: number, possible: number) => ({
  day: name, claims_known: known, claims_possible: possible, sentence: "",
});
const days = [day("2026-01-19", 0, 169), day("2026-01-21", 142, 165), day("2026-11-22", 553, 0)];

it("finds the day that a date falls on", () => {
  expect(findIndex(days, "2026-01-20")).toBe(0);
  expect(findIndex(days, "2026-01-21")).toBe(1);
  expect(findIndex(days, "2020-01-01")).toBe(-1);
});

it("draws what was only possible apart from what was certain", () => {
  const [first, , last] = measureTicks(days);
  expect(first?.known).toBe(0);
  expect(first?.possible).toBeGreaterThan(2);
  expect(last?.possible).toBeLessThan(last?.known ?? 0);
});
