// What the server tells: its shapes, and fetching them once.

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

export interface PathTold {
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
  path: PathTold | null;
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
  origin: string;
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

export interface EventTold {
  parts: { role: string; entity: { id: string }; claims: string[] }[];
  claims: Citation[];
}

export interface Piece {
  start: number;
  end: number;
  text: string;
}

const held = new Map<string, Promise<unknown>>();
const MOST_HELD = 60;

/** The JSON at an address; asked for once, and again after it failed. */
export function told<T>(address: string): Promise<T> {
  const known = held.get(address);
  if (known) return known as Promise<T>;
  const asked = fetch(address, { headers: { accept: "application/json" } }).then(async (answer) => {
    const body = (await answer.json()) as { detail?: string; hint?: string };
    if (!answer.ok) throw new Error([body.detail, body.hint].filter(Boolean).join(" ") || String(answer.status));
    return body;
  });
  asked.catch(() => held.delete(address));
  held.set(address, asked);
  const oldest = held.keys().next().value;
  if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
  return asked as Promise<T>;
}

/** The address of the page about something; `day` as in the address bar. */
export function pageOf(id: string, day = ""): string {
  const [prefix = "", ...rest] = id.split("/");
  const slug = encodeURIComponent(rest.join("/"));
  const own: Record<string, string> = {
    document: "/document/", fact: "/fact/", conflict: "/conflict/", event: "/event/", series: "/figures/",
  };
  const path = own[prefix] ? `${own[prefix]}${slug}` : `/entity/${prefix}/${slug}`;
  return day ? `${path}?as_of=${encodeURIComponent(day)}` : path;
}

/** The part of an id behind its prefix. */
export const slugOf = (id: string): string => id.slice(id.indexOf("/") + 1);
