import { describe as group, expect, it } from "vitest";
import { type Answer, type Hit, describe, listEntries, orderGroups, step } from "./results";

const hit = (id: string, kind = "Person"): Hit => ({ id, kind, url: `/${id}`, title: [{ text: id, hit: false }], snippet: [] });
const answer: Answer = {
  query: "x",
  total: 6,
  at_least: false,
  nearest: [],
  groups: [
    { name: "entities", total: 5, at_least: false, items: ["a", "b", "c", "d"].map((id) => hit(id)) },
    { name: "claims", total: 0, at_least: false, items: [] },
    { name: "questions", total: 1, at_least: false, items: [{ ...hit("q", "Question"), name: "who-says" }] },
  ],
};

group("the list of the search box", () => {
  it("puts the question that is asked first, leaves empty groups out and keeps three of each", () => {
    expect(orderGroups(answer).map(({ name, items }) => [name, items.length])).toEqual([["questions", 1], ["entities", 3]]);
  });
  it("ends with the page of all results", () => {
    expect(listEntries(answer, "/search?q=x").map(({ url }) => url)).toEqual(["/q", "/a", "/b", "/c", "/search?q=x"]);
  });
  it("goes round by arrow keys, through the field itself", () => {
    expect([step(-1, 1, 3), step(2, 1, 3), step(-1, -1, 3), step(0, -1, 3)]).toEqual([0, -1, 2, -1]);
  });
  it("names kinds as words", () => {
    expect(describe(hit("a", "GovernmentBody"))).toBe("government body");
    expect(describe({ ...hit("f", "Figure"), documents: 1 })).toBe("1 document");
  });
});
