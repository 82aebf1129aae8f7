import { expect, it } from "vitest";
import { splitParagraphs } from "./paragraphs";

const CLAIMS = [
  { id: "claim/a", says: "A.", start: 0, end: 9 },
  { id: "claim/b", says: "B.", start: 4, end: 9 },
];

it("splits a text at line breaks and keeps the claims of each part", () => {
  const pieces = [
    { start: 0, end: 4, text: "The ", claims: ["claim/a"] },
    { start: 4, end: 9, text: "pi\n\ner", claims: ["claim/a", "claim/b"] },
    { start: 9, end: 12, text: " is", claims: [] },
  ];
  expect(splitParagraphs(pieces, CLAIMS)).toEqual([
    [
      { text: "The ", claims: [1] },
      { text: "pi", claims: [1, 2] },
    ],
    [
      { text: "er", claims: [1, 2] },
      { text: " is", claims: [] },
    ],
  ]);
});

it("has no paragraph for blank lines", () => {
  expect(splitParagraphs([{ start: 0, end: 3, text: "\n\n\n", claims: [] }], [])).toEqual([]);
});
