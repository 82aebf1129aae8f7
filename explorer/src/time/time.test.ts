import { describe, expect, it } from "vitest";
import { isWithin, order, writeRange } from "./range";
import { TimeScale, describeDay } from "./scale";

describe("the scale of an axis", () => {
  const scale = new TimeScale("2026-01-01:100 2026-01-11:200 2026-12-01:250 2026-12-02:260");

  it("is proportional between its stops, and has ends", () => {
    expect(scale.findX("2026-01-06")).toBe(150);
    expect(scale.findEnd("2026-01-10")).toBe(200);
    expect(scale.findX("2020-01-01")).toBe(100);
    expect(scale.findEnd("2027-01-01")).toBe(260);
    expect([scale.first, scale.last]).toEqual(["2026-01-01", "2026-12-01"]);
  });

  it("gives back the day of a place", () => {
    for (const day of ["2026-01-01", "2026-01-07", "2026-12-01"]) expect(scale.findDay(scale.findX(day))).toBe(day);
    expect(scale.findDay(scale.findX("2026-03-07") + 0.05)).toBe("2026-03-07");
    expect(scale.findDay(0)).toBe("2026-01-01");
    expect(scale.findDay(999)).toBe("2026-12-01");
  });
});

describe("a range of days", () => {
  const january = { from: "2026-01-01", to: "2026-01-31" };

  it("has every window with a day in it, as on the server", () => {
    expect(isWithin("2025-12-01/2026-01-01", january)).toBe(true);
    expect(isWithin("2026-02-01/ 2026-01-31/2026-03-01", january)).toBe(true);
    expect(isWithin("/2025-12-31", january)).toBe(false);
    expect(isWithin("/2026-01-21", january)).toBe(true);
    expect(isWithin("", january)).toBe(false);
    expect(isWithin("", { from: "", to: "" })).toBe(true);
    expect(isWithin("2026-02-01/2026-02-02", { from: "2026-01-01", to: "" })).toBe(true);
  });

  it("is in order, and in the address", () => {
    expect(order("2026-02-01", "2026-01-01")).toEqual({ from: "2026-01-01", to: "2026-02-01" });
    const address = writeRange(new URL("http://h/timeline?cursor=x&from=2020-01-01&class=A"), { from: "", to: "2026-01-31" });
    expect(address.search).toBe("?class=A&to=2026-01-31");
  });

  it("is said in words", () => {
    expect(describeDay("2026-01-20")).toBe("20 January 2026");
  });
});
