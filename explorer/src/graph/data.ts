// The server's answers: their types, and fetching each once.

export interface GraphNode {
  id: string;
  name: string;
  kind: string;
  shape: "person" | "body" | "place" | "group" | "matter";
  seed: boolean;
  degree: number;
  hidden_ties: number;
  many: boolean;
  x: number;
  y: number;
}

export interface GraphLine {
  id: string;
  fact: string | null;
  start: string;
  end: string;
  type: string;
  words: string;
  statement: string;
  style: "fact" | "accusation" | "proceeding" | "finding" | "denied" | "event";
  standing: string;
  modality: string;
  asserted: boolean;
  denied: boolean;
  documents: number;
  origins: number;
  denials: number;
  denial_origins: number;
  said_by: string[];
  happened_from: string | null;
  happened_to: string | null;
  first_published: string | null;
}

export interface Hop {
  path: number;
  hop: number;
  from: string;
  to: string;
  from_id: string;
  to_id: string;
  fact: string | null;
  tie: string[];
  weakest: boolean;
  documents: number;
  origins: number;
  caution: string[];
}

export interface PathAnswer {
  answer: string;
  nearest: string;
  notes: string[];
  stated: boolean;
  rows: Hop[];
}

export interface View {
  nodes: GraphNode[];
  lines: GraphLine[];
  left_out: { nodes: number; lines: number; ties: number; hubs: number };
  begin: boolean;
  path: PathAnswer | null;
}

export interface Unfolding {
  type: string;
  side: "SUBJECT" | "OBJECT";
  says: string;
  neighbours: number;
  ties: number;
}

export interface Citation {
  claim: string;
  fact: string;
  says: string;
  speakers: string[];
  document: string;
  label: string;
  publisher: string;
  agency: string;
  published: string;
  start: number;
  end: number;
  sha256: string;
  modality: string;
  polarity: string;
  hedge: string;
  verb: string;
  section: string;
  origin: string;
  origin_why: string;
  inferred: string[];
  quote: string;
  quote_state: string;
  citation: string;
  retracted: string;
}

export interface Conflict {
  id: string;
  kind: string;
  explanation: string;
}

export interface Fact {
  id: string;
  statement: string;
  evidence: Citation[];
  conflicts: Conflict[];
  cypher: string;
}

export interface EventDetails {
  parts: { role: string; entity: { id: string }; claims: string[] }[];
  claims: Citation[];
}

const responses = new Map<string, Promise<unknown>>();
const MOST_RESPONSES = 60;

/** Fetch the JSON at an address: once, and again after a failure. */
export function fetchJson<T>(address: string): Promise<T> {
  const cached = responses.get(address);
  if (cached) return cached as Promise<T>;
  const response = fetch(address, { headers: { accept: "application/json" } }).then(async (answer) => {
    const body = (await answer.json()) as { detail?: string; hint?: string };
    if (!answer.ok) throw new Error([body.detail, body.hint].filter(Boolean).join(" ") || String(answer.status));
    return body;
  });
  response.catch(() => responses.delete(address));
  responses.set(address, response);
  const oldest = responses.keys().next().value;
  if (responses.size > MOST_RESPONSES && oldest !== undefined) responses.delete(oldest);
  return response as Promise<T>;
}

/** Return the address of the page about an id; `day` as in the address bar. */
export function pageOf(id: string, day = ""): string {
  const [prefix = "", ...rest] = id.split("/");
  const slug = encodeURIComponent(rest.join("/"));
  const own: Record<string, string> = {
    document: "/document/", fact: "/fact/", conflict: "/conflict/", event: "/event/", series: "/figures/",
  };
  const path = own[prefix] ? `${own[prefix]}${slug}` : `/entity/${prefix}/${slug}`;
  return day ? `${path}?as_of=${encodeURIComponent(day)}` : path;
}

/** Return the part of an id after its prefix. */
export const slugOf = (id: string): string => id.slice(id.indexOf("/") + 1);
