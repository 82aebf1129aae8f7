// The texts of tables, charts, fields with completion, and the control of days.
const count = (n: number): string => n.toLocaleString("en-GB");
const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

export const C = {
  retry: "Try again",
  offline: "You are offline.",
  // tables
  filterRows: "Filter rows",
  rows: (shown: number, loaded: number, total: number): string =>
    total > loaded
      ? `${count(shown)} of the ${plural(loaded, "row")} loaded; the list has ${count(total)}`
      : shown === loaded
        ? plural(loaded, "row")
        : `${count(shown)} of ${plural(loaded, "row")}`,
  noRows: "No row has all of these words.",
  page: (page: number, pages: number): string => `Page ${count(page)} of ${count(pages)}`,
  before: "Previous",
  after: "Next",
  showAll: "Show all rows",
  showPages: "Show pages",
  csv: "Download CSV",
  loadAll: (total: number): string => `Load all ${plural(total, "row")}`,
  loading: (loaded: number, total: number): string => `Loading: ${count(loaded)} of ${plural(total, "row")} …`,
  loadFailed: "The other rows could not be loaded.",
  // fields with completion
  searching: "Searching …",
  names: (n: number): string => (n ? `${plural(n, "name")}; choose with the arrow keys` : "No name like this in the graph."),
  namesFailed: "Names could not be loaded; you can still type one.",
  // ranges of days
  brushHint: "Drag over the picture, or move its two handles, to choose days.",
  firstDay: "First day",
  lastDay: "Last day",
  noLimit: "no limit",
  clearDays: "Clear the days",
  chosenDays: (from: string, to: string, shown: number, all: number): string =>
    `${from || "any day"} to ${to || "any day"}: ${count(shown)} of ${plural(all, "row")}`,
  chosenPart: "Only rows on this page are searched.",
  loadChosen: "Search all rows for these days",
  // the control of days
  slider: "Days on which something became known",
  play: "Play",
  pause: "Pause",
  today: "Today",
  todayWords: "Today: everything in the graph.",
  dayLoading: "Loading that day …",
  dayFailed: "That day could not be loaded; the page is unchanged.",
  daysFailed: "The days could not be loaded; the date field still works.",
} as const;
