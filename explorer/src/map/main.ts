// Zoom, pan and filters for the server's map. The map is drawn once, for page, report and script alike, so the
// script loads no other projection or set of shapes.
import { S } from "../pages/strings";
import { addLinking } from "./linking";

const MOST = 12;
const STEP = 1.5;

interface View {
  x: number;
  y: number;
  k: number;
}

class ZoomableMap {
  readonly #size: { readonly width: number; readonly height: number };
  readonly #fixed: readonly (readonly [SVGGElement, string])[];
  #view: View = { x: 0, y: 0, k: 1 };

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly frame: HTMLElement,
  ) {
    this.#size = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
    // Marks and names keep their size when the map is zoomed.
    const marks = [...svg.querySelectorAll<SVGGElement>("g.spot, g.name")];
    this.#fixed = marks.map((part) => [part, part.getAttribute("transform") ?? ""] as const);
    this.#addTools();
    this.#addDragging();
    this.#addCaption();
    svg.addEventListener("keydown", (event) => this.#key(event));
  }

  #addTools(): void {
    const tools = document.createElement("div");
    tools.className = "tools";
    const acts: readonly (readonly [string, string, () => void])[] = [
      ["+", S.zoomIn, () => this.#zoom(STEP)],
      ["−", S.zoomOut, () => this.#zoom(1 / STEP)],
      ["▢", S.whole, () => this.#set({ x: 0, y: 0, k: 1 })],
    ];
    for (const [sign, words, act] of acts) {
      const made = document.createElement("button");
      Object.assign(made, { type: "button", textContent: sign, title: words });
      made.setAttribute("aria-label", words);
      made.addEventListener("click", act);
      tools.append(made);
    }
    this.frame.append(tools);
  }

  #addDragging(): void {
    let from: { x: number; y: number; view: View } | null = null;
    let moved = false;
    this.svg.addEventListener("pointerdown", (event) => {
      from = { x: event.clientX, y: event.clientY, view: { ...this.#view } };
      moved = false;
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (!from || event.buttons === 0 || this.#view.k === 1) return;
      const unit = this.#size.width / this.#view.k / this.svg.clientWidth;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      moved ||= Math.abs(dx) + Math.abs(dy) > 4;
      this.#set({ ...from.view, x: from.view.x - dx * unit, y: from.view.y - dy * unit });
    });
    this.svg.addEventListener("dragstart", (event) => event.preventDefault());
    this.svg.addEventListener("click", (event) => {
      if (moved) event.preventDefault(); // the end of a drag must not open a link
    });
    this.svg.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return; // let the page scroll
        event.preventDefault();
        this.#zoom(event.deltaY < 0 ? STEP : 1 / STEP, this.#at(event));
      },
      { passive: false },
    );
    this.svg.addEventListener("dblclick", (event) => this.#zoom(STEP, this.#at(event)));
  }

  #addCaption(): void {
    const caption = document.createElement("div");
    caption.className = "told-of";
    caption.hidden = true;
    this.frame.append(caption);
    const show = (event: Event): void => {
      const mark = event.target instanceof Element ? event.target.closest(".mark") : null;
      caption.textContent = mark?.getAttribute("aria-label") ?? mark?.querySelector("title")?.textContent ?? "";
      caption.hidden = !caption.textContent;
    };
    for (const kind of ["pointerover", "focusin"]) this.svg.addEventListener(kind, show);
    this.svg.addEventListener("focusin", (event) => this.#bringIntoView(event.target));
    for (const kind of ["pointerleave", "focusout"]) {
      this.svg.addEventListener(kind, () => (caption.hidden = true));
    }
  }

  /** Bring a focused mark into view. */
  #bringIntoView(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const [box, whole] = [target.getBoundingClientRect(), this.svg.getBoundingClientRect()];
    const [dx, dy] = [box.x + box.width / 2 - whole.x, box.y + box.height / 2 - whole.y];
    if (dx >= 0 && dy >= 0 && dx <= whole.width && dy <= whole.height) return;
    const unit = this.#size.width / this.#view.k / whole.width;
    const { x, y, k } = this.#view;
    this.#set({ x: x + (dx - whole.width / 2) * unit, y: y + (dy - whole.height / 2) * unit, k });
  }

  #at(event: MouseEvent): readonly [number, number] {
    const box = this.svg.getBoundingClientRect();
    const unit = this.#size.width / this.#view.k / box.width;
    return [this.#view.x + (event.clientX - box.x) * unit, this.#view.y + (event.clientY - box.y) * unit];
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = 40 / this.#view.k;
    const { x, y, k } = this.#view;
    const acts: Readonly<Record<string, () => void>> = {
      "+": () => this.#zoom(STEP),
      "=": () => this.#zoom(STEP),
      "-": () => this.#zoom(1 / STEP),
      "0": () => this.#set({ x: 0, y: 0, k: 1 }),
      ArrowLeft: () => this.#set({ x: x - step, y, k }),
      ArrowRight: () => this.#set({ x: x + step, y, k }),
      ArrowUp: () => this.#set({ x, y: y - step, k }),
      ArrowDown: () => this.#set({ x, y: y + step, k }),
    };
    const act = acts[event.key];
    if (!act || (event.key.startsWith("Arrow") && k === 1)) return;
    event.preventDefault();
    act();
  }

  #zoom(by: number, at?: readonly [number, number]): void {
    const { x, y, k } = this.#view;
    const next = Math.min(MOST, Math.max(1, k * by));
    const { width, height } = this.#size;
    const [cx, cy] = at ?? [x + width / k / 2, y + height / k / 2];
    this.#set({ x: cx - ((cx - x) * k) / next, y: cy - ((cy - y) * k) / next, k: next });
  }

  #set(view: View): void {
    const { width, height } = this.#size;
    const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
    this.#view = {
      k: view.k,
      x: clamp(view.x, width - width / view.k),
      y: clamp(view.y, height - height / view.k),
    };
    const { x, y, k } = this.#view;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width / k} ${height / k}`);
    for (const [part, at] of this.#fixed) part.setAttribute("transform", `${at} scale(${1 / k})`);
    this.frame.classList.toggle("moved", k > 1);
  }
}

/** Add boxes that hide kinds of places, on the map and in the tables. */
function addFilter(maps: HTMLElement): void {
  const kinds = new Set<string>();
  for (const part of document.querySelectorAll<HTMLElement | SVGElement>("[data-kind]")) {
    kinds.add(part.dataset["kind"] ?? "");
  }
  if (kinds.size < 2) return;
  const group = document.createElement("fieldset");
  group.className = "kinds";
  const legend = document.createElement("legend");
  legend.textContent = S.show;
  group.append(legend);
  for (const kind of [...kinds].sort()) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", checked: true, value: kind });
    box.addEventListener("change", () => {
      for (const part of document.querySelectorAll<HTMLElement | SVGElement>("[data-kind]")) {
        if (part.dataset["kind"] === kind && !part.classList.contains("area")) {
          part.classList.toggle("off", !box.checked);
        }
      }
    });
    label.append(box, ` ${kind}`);
    group.append(label);
  }
  (maps.closest(".map-layout") ?? maps).before(group);
}

function start(): void {
  const maps = document.querySelector<HTMLElement>(".maps");
  if (!maps || maps.dataset["ready"]) return;
  maps.dataset["ready"] = "yes";
  addFilter(maps);
  addLinking(maps);
  for (const svg of maps.querySelectorAll<SVGSVGElement>("svg.map")) {
    if (svg.parentElement) new ZoomableMap(svg, svg.parentElement);
  }
}

start();
document.addEventListener("scamgraph:shown", start);
