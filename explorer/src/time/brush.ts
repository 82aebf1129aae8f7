// Choosing days on a picture: by dragging over it, or with its two handles. Rows, bars, fields and address follow.
import { make } from "../shared/elements";
import { C } from "../shared/words";
import { Handles, type Side } from "./handles";
import { ANY, isLimited, isWithin, order, writeRange, type Range } from "./range";
import { TimeScale } from "./scale";

const SLACK = 5;
/** Pixels that a pointer moves before it drags. */
const BAND = 36;
/** Height of the scale at the top of the picture, where a finger drags; elsewhere it scrolls. */

class Brush {
  readonly #scale: TimeScale;
  readonly #handles: Handles;
  readonly #status = make("span", { role: "status" });
  readonly #clear = make("button", { type: "button", hidden: true }, C.clearDays);
  readonly #whole = make("a", { hidden: true }, C.loadChosen);
  readonly #fields: Readonly<Record<Side, HTMLInputElement | null>>;
  /** The range that the server has already applied: what is outside of it is not on this page. */
  readonly #served: Range;
  #range: Range;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly chart: HTMLElement,
  ) {
    this.#scale = new TimeScale(svg.dataset["scale"] ?? "");
    this.#handles = new Handles(svg, this.#scale, Number(svg.dataset["bottom"]), (side, day) => this.#move(side, day));
    const field = (name: Side): HTMLInputElement | null => document.querySelector(`form.filters input[name=${name}]`);
    this.#fields = { from: field("from"), to: field("to") };
    this.#served = this.#range = { from: this.#fields.from?.value ?? "", to: this.#fields.to?.value ?? "" };
    this.#clear.addEventListener("click", () => this.#reset());
    chart.prepend(make("p", { class: "brush-words" }, this.#status, " ", this.#clear, " ", this.#whole));
    for (const input of Object.values(this.#fields)) input?.addEventListener("change", () => this.#typed());
    this.#addDragging();
    this.#show();
  }

  #move(side: Side, day: string): void {
    const range = { from: this.#range.from || this.#scale.first, to: this.#range.to || this.#scale.last, [side]: day };
    if (range.from > range.to) range[side === "from" ? "to" : "from"] = day;
    this.#set(range);
  }

  #typed(): void {
    const range = { from: this.#fields.from?.value ?? "", to: this.#fields.to?.value ?? "" };
    if (!isLimited(this.#served)) this.#set(range, false);
  }

  #reset(): void {
    if (isLimited(this.#served)) location.assign(writeRange(new URL(location.href), ANY));
    else {
      this.#set(ANY);
      this.svg.querySelector<SVGGElement>("[role=slider]")?.focus();
    }
  }

  #addDragging(): void {
    let start: { x: number; at: number } | null = null;
    let dragging = false;
    this.svg.addEventListener("pointerdown", (event) => {
      const [x, y] = this.#find(event);
      const grip = event.target instanceof Element ? event.target.closest<SVGGElement>("[role=slider]") : null;
      dragging = false;
      start = null;
      if (event.button !== 0 || x < this.#scale.left - 14 || (event.pointerType === "touch" && y > BAND && !grip)) return;
      const other = grip?.dataset["side"] === "from" ? this.#scale.findEnd(this.#range.to || this.#scale.last) - 0.01 : this.#scale.findX(this.#range.from || this.#scale.first);
      start = { x: grip ? other : x, at: event.clientX };
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (!start || event.buttons === 0) return;
      if (!dragging && Math.abs(event.clientX - start.at) < SLACK) return;
      if (!dragging) this.svg.setPointerCapture(event.pointerId);
      dragging = true;
      const [x] = this.#find(event);
      this.#set(order(this.#scale.findDay(start.x), this.#scale.findDay(x)), true);
    });
    this.svg.addEventListener("pointerup", () => (start = null));
    this.svg.addEventListener("pointercancel", () => (start = null));
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.svg.addEventListener("click", (event) => {
      if (dragging) event.preventDefault(); // the end of a drag opens no link
      dragging = false;
    });
  }

  /** Return the position of a pointer in the picture's own units. */
  #find(event: PointerEvent): readonly [number, number] {
    const box = this.svg.getBoundingClientRect();
    const unit = this.svg.viewBox.baseVal.width / box.width;
    return [(event.clientX - box.x) * unit, (event.clientY - box.y) * unit];
  }

  #set(range: Range, writeFields = true): void {
    const whole = range.from <= this.#scale.first && range.to >= this.#scale.last && !isLimited(this.#served);
    this.#range = whole && writeFields ? ANY : range;
    if (writeFields) {
      for (const side of ["from", "to"] as const) {
        const field = this.#fields[side];
        if (field) field.value = this.#range[side];
      }
    }
    history.replaceState(history.state, "", writeRange(new URL(location.href), this.#range));
    this.#show();
  }

  #show(): void {
    this.#handles.show(this.#range);
    const [shown, all] = filterRows(this.#range);
    fadeBars(this.svg, this.#range);
    updateLinks(this.#range);
    const limited = isLimited(this.#range);
    const partial = this.chart.dataset["partial"] !== undefined && this.#range !== this.#served;
    this.#status.textContent = limited
      ? C.chosenDays(this.#range.from, this.#range.to, shown, all) + (partial ? `. ${C.chosenPart}` : "")
      : C.brushHint;
    this.#clear.hidden = !limited;
    this.#whole.hidden = !(limited && partial);
    this.#whole.href = String(writeRange(new URL(location.href), this.#range));
  }
}

/** Mark the rows outside of a range; return how many are within it, and how many there are. */
function filterRows(range: Range): readonly [number, number] {
  const rows = [...document.querySelectorAll<HTMLElement>("tr[data-days]")];
  const within = rows.filter((row) => mark(row, isWithin(row.dataset["days"] ?? "", range)));
  const named = new Set(within.flatMap((row) => row.dataset["documents"]?.split(" ") ?? []));
  for (const row of document.querySelectorAll<HTMLElement>("tr[data-document]")) {
    mark(row, !isLimited(range) || named.has(row.dataset["document"] ?? ""));
  }
  for (const table of document.querySelectorAll("table")) table.dispatchEvent(new Event("scamgraph:filtered"));
  return [within.length, rows.length];
}

function mark(row: HTMLElement, within: boolean): boolean {
  if (within) delete row.dataset["out"];
  else row.dataset["out"] = "";
  return within;
}

/** Fade the bars outside of a range; a publication fades with its row. */
function fadeBars(svg: SVGSVGElement, range: Range): void {
  const rows = document.querySelectorAll("tr[data-document]:not([data-out]) a");
  const documents = new Set([...rows].map((link) => link.getAttribute("href")));
  for (const bar of svg.querySelectorAll<SVGAElement>("a[data-days]")) {
    const within = bar.querySelector(".bar.published")
      ? documents.has(bar.getAttribute("href"))
      : isWithin(bar.dataset["days"] ?? "", range);
    bar.classList.toggle("faded", !within);
  }
}

/** Let the link to the whole table ask for the same days. */
function updateLinks(range: Range): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="/api/v1/tables/timeline"]')) {
    const written = writeRange(new URL(link.href), range);
    link.setAttribute("href", written.pathname + written.search);
  }
}

/** Add choosing of days to the picture that asks for it. */
export function addBrush(): void {
  const chart = document.querySelector<HTMLElement>("[data-brush]:not([data-ready])");
  const drawn = [...(chart?.querySelectorAll<SVGSVGElement>("svg.axis[data-scale]") ?? [])];
  const svg = drawn.find((picture) => picture.getClientRects().length > 0); // one is wide, one narrow
  if (!chart || !svg) return;
  chart.dataset["ready"] = "yes";
  new Brush(svg, chart);
}
