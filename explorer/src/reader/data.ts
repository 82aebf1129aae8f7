// What the server answers about a claim and a text, and the addresses of both.
import { type Citation, fetchJson, slugOf } from "../graph/data";

export interface Run {
  readonly text: string;
  readonly differs: boolean;
}

interface Compared {
  readonly here: readonly Run[];
  readonly there: readonly Run[];
}

export interface Parallel extends Citation, Compared {
  readonly shares: readonly string[];
  readonly compared: "quotes" | "statements";
}

export interface Reprint extends Compared {
  readonly document: string;
  readonly label: string;
  readonly published: string;
  readonly start: number;
  readonly end: number;
}

export interface Parallels {
  readonly claim: Citation;
  readonly items: readonly Parallel[];
  readonly total: number;
  readonly reprints: readonly Reprint[];
}

export interface OutlineClaim {
  readonly id: string;
  readonly says: string;
  readonly start: number;
  readonly end: number;
}

export interface TextPiece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly claims: readonly string[];
}

export interface AnnotatedText {
  readonly held: boolean;
  readonly state: string;
  readonly label: string;
  readonly length: number;
  readonly pieces: readonly TextPiece[];
  readonly claims: readonly OutlineClaim[];
}

/** The day that the page is shown as of, "" for today. */
export const shownDay = (): string => new URL(location.href).searchParams.get("as_of") ?? "";

const byDay = (day: string): string => (day ? `?as_of=${encodeURIComponent(day)}` : "");

export const fetchParallels = (digest: string, day: string): Promise<Parallels> =>
  fetchJson<Parallels>(`/api/v1/claims/${digest}/parallels${byDay(day)}`);

export const fetchText = (document: string, day: string): Promise<AnnotatedText> =>
  fetchJson<AnnotatedText>(`/api/v1/documents/${encodeURIComponent(document)}/text${byDay(day)}`);

/** Return the address of a claim on the page of its document, at its words. */
export function claimAddress(document: string, claim: string, day: string): string {
  const params = new URLSearchParams({ claim: slugOf(claim) });
  if (day) params.set("as_of", day);
  return `/document/${encodeURIComponent(slugOf(document))}?${params}#c-${slugOf(claim)}`;
}
