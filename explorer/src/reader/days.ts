// Days of publication in words.
import { R } from "./strings";

export interface Published {
  /** The day in words. */
  readonly day: string;
  /** Why the day is inferred, "" if it is stated. */
  readonly why: string;
}

const PLAIN = /^(\d{4})-(\d\d)-(\d\d)$/;
const FORMAT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Return a citation's day of publication, such as `2026-01-21` or `2026-01-24/ (inferred: …)`, in words. */
export function describePublished(published: string): Published {
  const [edtf = "", ...known] = published.split(" (");
  const why = known.join(" (").replace(/\)$/, "");
  if (!edtf) return { day: R.undated, why };
  if (edtf.endsWith("/")) return { day: R.notBefore(describeDay(edtf.slice(0, -1))), why };
  return { day: describeDay(edtf), why };
}

function describeDay(edtf: string): string {
  return PLAIN.test(edtf) ? FORMAT.format(new Date(`${edtf}T00:00:00Z`)) : edtf;
}
