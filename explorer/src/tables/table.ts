// A table of a page that can be sorted, filtered, paged, and downloaded. Without scripts it stays as it is.
import { make, setAttributes } from "../shared/elements";
import { C } from "../shared/words";
import { readCell, writeCsv } from "./csv";
import { addLoading } from "./loading";
import { findKind, fold, orderBy, readKey, splitWords } from "./values";

export const PAGE = 50;
const FEW = 6;
/** A shorter table needs no filter. */

/** A row with the rows under it, which move and hide with it. */
interface Row {
  readonly head: HTMLTableRowElement;
  readonly under: readonly HTMLTableRowElement[];
  readonly words: string;
}

export class SortableTable {
  readonly #body: HTMLTableSectionElement;
  readonly #headers: readonly HTMLTableCellElement[];
  readonly #status = make("output", { class: "rows-shown", role: "status" });
  readonly #pager = make("span", { class: "pager", hidden: true });
  readonly #empty = make("p", { class: "no-rows", hidden: true }, C.noRows);
  #rows: Row[] = [];
  #words: readonly string[] = [];
  #page = 0;
  #all = false;

  constructor(
    private readonly table: HTMLTableElement,
    private readonly region: HTMLElement,
  ) {
    this.#body = table.tBodies[0] as HTMLTableSectionElement;
    this.#headers = [...(table.tHead?.rows[0]?.cells ?? [])] as HTMLTableCellElement[];
    this.#read();
    for (const [column, header] of this.#headers.entries()) this.#addSorting(header, column);
    this.#addTools();
    addLoading(table, region, () => this.#read());
    table.addEventListener("scamgraph:filtered", () => this.#show());
    this.#show();
  }

  /** Read the rows as they are now; also after more were loaded. */
  #read(): void {
    this.#rows = [];
    let under: HTMLTableRowElement[] = [];
    for (const row of this.#body.rows) {
      if (row.classList.contains("under")) under.push(row);
      else this.#rows.push({ head: row, under: (under = []), words: fold(row.textContent ?? "") });
    }
    this.#show();
  }

  #addSorting(header: HTMLTableCellElement, column: number): void {
    if (header.dataset["plain"] !== undefined || this.#rows.length < 2) return;
    const button = make("button", { type: "button", class: "sort" }, ...header.childNodes);
    header.replaceChildren(button);
    button.addEventListener("click", () => this.#sort(column, header.getAttribute("aria-sort") === "ascending"));
  }

  #sort(column: number, descending: boolean): void {
    const texts = this.#rows.map((row) => readText(row.head.cells[column]));
    const kind = findKind(texts);
    const keys = texts.map((text) => readKey(text, kind));
    this.#rows = orderBy(keys, descending).flatMap((index) => this.#rows[index] ?? []);
    this.#body.append(...this.#rows.flatMap((row) => [row.head, ...row.under]));
    for (const [index, header] of this.#headers.entries()) {
      setAttributes(header, { "aria-sort": index !== column ? null : descending ? "descending" : "ascending" });
    }
    this.#page = 0;
    this.#show();
  }

  #addTools(): void {
    const tools = make("div", { class: "table-tools" });
    if (this.#rows.length >= FEW) tools.append(this.#makeFilter());
    tools.append(this.#status, this.#pager, this.#takeCsvLink());
    this.region.before(tools);
    this.region.after(this.#empty);
    this.table.caption?.classList.add("hidden");
  }

  #makeFilter(): HTMLElement {
    const field = make("input", { type: "search", maxlength: 100, autocomplete: "off" });
    field.addEventListener("input", () => {
      this.#words = splitWords(field.value);
      this.#page = 0;
      this.#show();
    });
    return make("label", { class: "filter-rows" }, make("span", {}, C.filterRows), field);
  }

  /** Take the server's link to the whole list, or make one to what is here. */
  #takeCsvLink(): HTMLElement {
    const after = this.region.nextElementSibling;
    const link = after?.matches("p.csv") ? after.querySelector("a") : null;
    if (after && link) {
      after.remove();
      link.classList.add("csv");
      return link;
    }
    const button = make("button", { type: "button", class: "csv" }, C.csv);
    button.addEventListener("click", () => this.#download());
    return button;
  }

  #download(): void {
    const numeric = this.#headers.map((header) => header.classList.contains("n"));
    const kept = this.#headers.map((header, column) => (header.querySelector("svg") || this.#isPicture(column) ? -1 : column));
    const columns = kept.filter((column) => column >= 0);
    const rows = this.#rows.map((row) =>
      columns.map((column) => readCell(readText(row.head.cells[column]), numeric[column] ?? false)),
    );
    const text = writeCsv([columns.map((column) => readText(this.#headers[column])), ...rows]);
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const name = (this.region.getAttribute("aria-label") ?? document.title).toLowerCase();
    make("a", { href: url, download: `${name.replaceAll(/[^a-z0-9]+/g, "-").slice(0, 60) || "table"}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  #isPicture(column: number): boolean {
    return this.#headers[column]?.dataset["plain"] !== undefined;
  }

  #show(): void {
    const matching = this.#rows.filter(
      (row) => row.head.dataset["out"] === undefined && this.#words.every((word) => row.words.includes(word)),
    );
    const pages = this.#all ? 1 : Math.max(1, Math.ceil(matching.length / PAGE));
    this.#page = Math.min(this.#page, pages - 1);
    const first = this.#page * PAGE;
    const shown = new Set(this.#all ? matching : matching.slice(first, first + PAGE));
    for (const row of this.#rows) {
      for (const part of [row.head, ...row.under]) part.hidden = !shown.has(row);
    }
    const loaded = this.#rows.length;
    this.#status.textContent = C.rows(matching.length, loaded, Math.max(loaded, Number(this.table.dataset["total"] ?? 0)));
    this.#empty.hidden = matching.length > 0 || loaded === 0;
    this.#showPager(pages, matching.length);
  }

  #showPager(pages: number, matching: number): void {
    this.#pager.hidden = matching <= PAGE;
    if (this.#pager.hidden) return;
    const hadFocus = this.#pager.contains(document.activeElement) ? document.activeElement?.textContent : null;
    const turn = (by: number, words: string): HTMLElement => {
      const button = make("button", { type: "button", disabled: this.#page + by < 0 || this.#page + by >= pages }, words);
      button.addEventListener("click", () => ((this.#page += by), this.#show()));
      return button;
    };
    const all = make("button", { type: "button" }, this.#all ? C.showPages : C.showAll);
    all.addEventListener("click", () => ((this.#all = !this.#all), (this.#page = 0), this.#show()));
    const turning = [turn(-1, C.before), make("span", {}, C.page(this.#page + 1, pages)), turn(1, C.after)];
    this.#pager.replaceChildren(...(this.#all ? [] : turning), all);
    const same = [...this.#pager.querySelectorAll("button")].find((button) => button.textContent === hadFocus);
    if (hadFocus) (same && !same.disabled ? same : all).focus();
  }
}

/** Return the text of a cell in one line; parts on lines of their own get semicolons between them. */
export function readText(cell: Element | undefined): string {
  if (!cell) return "";
  const copy = cell.cloneNode(true) as Element;
  for (const line of copy.querySelectorAll("br")) line.replaceWith("; ");
  return (copy.textContent ?? "").replaceAll(/\s+/g, " ").trim();
}

/** Enhance every table of the page that is in a region of its own and not drawn by a script. */
export function addTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>(".wide > table")) {
    const region = table.parentElement;
    if (!region || table.dataset["ready"] || table.closest("#graph, #told") || !table.tHead || !table.tBodies[0]) continue;
    table.dataset["ready"] = "yes";
    new SortableTable(table, region);
  }
}
