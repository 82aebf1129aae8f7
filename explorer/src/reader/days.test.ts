import { expect, it } from "vitest";
import { describePublished } from "./days";

it("writes days in words and keeps why one is inferred", () => {
  expect(describePublished("2026-01-21")).toEqual({ day: "21 January 2026", why: "" });
  expect(describePublished("2026-01-19/ (inferred: undated (no dateline))")).toEqual({
    day: "undated, not before 19 January 2026",
    why: "inferred: undated (no dateline)",
  });
  expect(describePublished("")).toEqual({ day: "undated", why: "" });
  expect(describePublished("2026-01")).toEqual({ day: "2026-01", why: "" });
});
