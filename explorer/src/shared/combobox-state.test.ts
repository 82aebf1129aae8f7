import { expect, it } from "vitest";
import { CLOSED, move, showOptions } from "./combobox-state";

const names = ["Chen Zhi", "Chrey Thum"].map((name) => ({ id: name, name, kind: "Person" }));

it("opens with names and none of them active, so that Enter sends what was typed", () => {
  expect(showOptions(names)).toMatchObject({ open: true, active: -1 });
  expect(showOptions([]).open).toBe(false);
});

it("goes through the names and back to the text", () => {
  let state = showOptions(names);
  const seen = ["next", "next", "next", "next", "previous", "previous"].map((step) => {
    state = move(state, step as "next" | "previous");
    return state.active;
  });
  expect(seen).toEqual([0, 1, -1, 0, -1, 1]);
});

it("closes and opens again with what it had", () => {
  const closed = move(move(showOptions(names), "next"), "close");
  expect(closed).toMatchObject({ open: false, active: -1 });
  expect(move(closed, "previous")).toMatchObject({ open: true, active: 1 });
  expect(move(CLOSED, "next")).toBe(CLOSED);
});
