// A text in paragraphs, as api/pages/reader_text.py lays it out.
import type { OutlineClaim, TextPiece } from "./data";

export interface Part {
  readonly text: string;
  /** Numbers of the claims whose words these are, counted from 1. */
  readonly claims: readonly number[];
}

/** Return the pieces of a text by paragraph; a piece with line breaks is spread over several. */
export function splitParagraphs(pieces: readonly TextPiece[], claims: readonly OutlineClaim[]): Part[][] {
  const numbers = new Map(claims.map((claim, at) => [claim.id, at + 1]));
  const paragraphs: Part[][] = [[]];
  for (const piece of pieces) {
    const own = piece.claims.flatMap((id) => numbers.get(id) ?? []);
    piece.text.split("\n").forEach((line, at) => {
      if (at > 0 && paragraphs.at(-1)?.length) paragraphs.push([]);
      if (line) paragraphs.at(-1)?.push({ text: line, claims: own });
    });
  }
  return paragraphs.filter((parts) => parts.length > 0);
}
