// The elements of a text, as the server renders them on the page of a document.
import type { AnnotatedText } from "./data";
import { type Part, splitParagraphs } from "./paragraphs";

/** Return the paragraphs of a text with its claims marked. */
export function buildText(text: AnnotatedText): HTMLElement[] {
  return splitParagraphs(text.pieces, text.claims).map((parts) => {
    const paragraph = document.createElement("p");
    for (const part of parts) paragraph.append(...buildPart(part));
    return paragraph;
  });
}

function buildPart(part: Part): (Node | string)[] {
  if (!part.claims.length) return [part.text];
  const mark = document.createElement("mark");
  mark.className = `n${Math.min(part.claims.length, 3)}`;
  mark.dataset["c"] = part.claims.join(" ");
  mark.textContent = part.text;
  return [mark];
}
