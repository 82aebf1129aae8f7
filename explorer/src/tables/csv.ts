// CSV as the server writes it (queries/export/csv_table.py): no cell is computed by a spreadsheet.

/** The byte order mark, with which spreadsheets open Khmer and Chinese intact. */
export const BOM = "\ufeff";

const FORMULA =
  /^'*(?:\n|[\s\u00ad\u061c\u180e\u200b-\u200f\u2060\ufeff]*[\t=+\-@＝＋－＠﹢﹣﹦﹫])/u;
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\r\u2028\u2029\ufffe\uffff\ud800-\udfff]/g;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

export type Cell = string | number;

/** Write rows as CSV. */
export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return BOM + rows.map((row) => `${row.map(writeCell).join(",")}\n`).join("");
}

function writeCell(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const text = guardText(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Return a text that a spreadsheet does not compute: with a `'` before what would begin a formula. */
export function guardText(text: string): string {
  const visible = showInvisible(text);
  return FORMULA.test(visible) ? `'${visible}` : visible;
}

/** Write control characters, direction overrides, and halves of characters as escapes. */
function showInvisible(text: string): string {
  let shown = "";
  let place = 0;
  for (const pair of text.matchAll(PAIR)) {
    shown += escapeAll(text.slice(place, pair.index)) + pair[0];
    place = pair.index + pair[0].length;
  }
  return shown + escapeAll(text.slice(place));
}

const escapeAll = (text: string): string =>
  text.replaceAll(INVISIBLE, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Return a cell of a page as one of CSV: a number without its commas, else the text. */
export function readCell(text: string, isNumber: boolean): Cell {
  const plain = text.replaceAll(",", "");
  return isNumber && NUMBER.test(plain) ? Number(plain) : text;
}
