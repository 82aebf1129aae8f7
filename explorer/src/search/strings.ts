// All texts of the search box.
export const SEARCH = {
  groups: {
    entities: "People, bodies, places",
    figures: "Numbers",
    claims: "Claims",
    documents: "Documents",
    events: "Events",
    conflicts: "Conflicts",
    questions: "Questions",
    passages: "Passages in the texts",
  } as Readonly<Record<string, string>>,
  results: "Search results",
  all: (query: string): string => `All results for “${query}”`,
  count: (total: number, atLeast: boolean): string =>
    `${atLeast ? "At least " : ""}${total.toLocaleString("en-GB")} ${total === 1 ? "result" : "results"}. Arrow keys choose one.`,
  nothing: (query: string): string => `Nothing found for “${query}”.`,
  nearest: (names: readonly string[]): string => `Did you mean ${names.join(", ")}?`,
  loading: "Searching …",
  failed: "The search is not responding. Press Enter to open the search page.",
  offline: "You are offline. The search needs the server that this page came from.",
  hint: "Press / to search",
} as const;
