// A range of days, both included; "" is no limit. The rule of what lies within is the server's.

export interface Range {
  readonly from: string;
  readonly to: string;
}

export const ANY: Range = { from: "", to: "" };

export const isLimited = (range: Range): boolean => Boolean(range.from || range.to);

/** Return whether one of the windows ("first/last", an open end is empty) has a day within a range. */
export function isWithin(windows: string, range: Range): boolean {
  if (!isLimited(range)) return true;
  return windows.split(" ").some((window) => {
    const [first = "", last = ""] = window.split("/");
    if (!first && !last) return false;
    return (last || "9999") >= (range.from || "0001") && (first || "0001") <= (range.to || "9999");
  });
}

/** Return a range with its ends in order. */
export const order = (one: string, other: string): Range => (one <= other ? { from: one, to: other } : { from: other, to: one });

/** Return an address with a range, and at the beginning of its list. */
export function writeRange(address: URL, range: Range): URL {
  const written = new URL(address);
  written.searchParams.delete("cursor");
  for (const [name, day] of Object.entries(range)) {
    if (day) written.searchParams.set(name, day);
    else written.searchParams.delete(name);
  }
  return written;
}
