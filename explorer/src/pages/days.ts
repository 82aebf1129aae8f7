// The control of the day: a slider over the days on which something became known, a date field, and play. It
// fetches the same page as of a day and replaces the content of this page; the address can be shared.
import { make, makeSvg } from "../shared/elements";
import { C } from "../shared/words";
import { findIndex, measureTicks, type Day } from "./day-list";

const REPLACED = ["header", "main", "#about-page", ".days-words"] as const;
const PAUSE = 1500;

/** Add slider and play to the region of the day; if its days cannot be loaded, the date field still works. */
export async function addDays(): Promise<void> {
  const region = document.getElementById("days");
  if (!region) return;
  try {
    const answer = await fetch("/api/v1/days", { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const days = ((await answer.json()) as { items: readonly Day[] }).items;
    if (days.length > 0) new DayControl(region, days);
  } catch {
    const again = make("button", { type: "button" }, C.retry);
    const problem = make("p", { class: "days-problem", role: "status" }, navigator.onLine ? "" : `${C.offline} `, C.daysFailed, " ", again);
    again.addEventListener("click", () => (problem.remove(), void addDays()));
    region.append(problem);
  }
}

class DayControl {
  readonly #slider = make("input", { id: "day-slider", type: "range", min: 0, step: 1, "aria-label": C.slider });
  readonly #play = make("button", { type: "button", class: "play" }, C.play);
  readonly #today = make("button", { type: "button", class: "today" }, C.today);
  readonly #status = make("p", { class: "days-problem", role: "status" });
  readonly #field: HTMLInputElement | null;
  #request = 0;
  /** Counts starts and stops of playing: a run ends when the number is no longer its own. */
  #run = 0;
  /** The address of the page shown, without a fragment. */
  #shown = location.pathname + location.search;

  constructor(
    private readonly region: HTMLElement,
    private readonly days: readonly Day[],
  ) {
    this.#slider.max = String(days.length);
    this.#field = region.querySelector<HTMLInputElement>("#as-of");
    const track = make("div", { class: "days-track" }, this.#drawTicks(), this.#slider);
    const form = region.querySelector("form");
    form?.after(track, make("div", { class: "days-acts" }, this.#play, this.#today));
    region.append(this.#status);
    region.classList.add("ready");
    region.querySelector(".leave")?.remove(); // "Today" does the same
    this.#listen(form);
    this.#follow();
  }

  #listen(form: HTMLFormElement | null): void {
    this.#slider.addEventListener("input", () => (this.#stop(), this.#say(this.#day)));
    this.#slider.addEventListener("change", () => void this.#go(this.#day));
    this.#play.addEventListener("click", () => (this.#play.textContent === C.pause ? this.#stop() : void this.#start()));
    this.#today.addEventListener("click", () => (this.#stop(), void this.#go("")));
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#stop();
      void this.#go(this.#field?.value ?? "");
    });
    this.#field?.addEventListener("change", () => form?.requestSubmit());
    addEventListener("popstate", () => {
      if (location.pathname + location.search === this.#shown) return; // only the fragment changed
      if (document.querySelector("[data-own-days]")) this.#follow(); // that page goes back by itself
      else void this.#load(new URL(location.href), "none");
    });
  }

  /** Draw a tick for each day: the taller, the more became known; the pale part only possibly. */
  #drawTicks(): SVGSVGElement {
    const ticks = measureTicks(this.days).map(({ known, possible }, index) => {
      const x = index + 0.5;
      const path = (kind: string, low: number, high: number): SVGPathElement =>
        makeSvg("path", { class: kind, d: `M${x} ${20 - low}V${20 - high}`, "vector-effect": "non-scaling-stroke" });
      return makeSvg("g", {}, path("known", 0, known), path("possible", known, known + possible));
    });
    const box = `0 0 ${this.days.length + 1} 20`;
    return makeSvg("svg", { class: "days-ticks", viewBox: box, preserveAspectRatio: "none", "aria-hidden": "true" }, ...ticks);
  }

  /** The day of the slider's position, or "" for today. */
  get #day(): string {
    return this.days[Number(this.#slider.value)]?.day ?? "";
  }

  #follow(): void {
    const wanted = new URL(location.href).searchParams.get("as_of") ?? "";
    this.#slider.value = String(wanted ? Math.max(findIndex(this.days, wanted), 0) : this.days.length);
    if (this.#field) this.#field.value = wanted;
    this.#today.disabled = !wanted;
    this.#slider.setAttribute("aria-valuetext", this.region.querySelector(".days-words")?.textContent ?? "");
  }

  /** Say what was known by a day while the slider moves over it. */
  #say(day: string): void {
    const words = this.days[Number(this.#slider.value)]?.sentence ?? C.todayWords;
    const place = this.region.querySelector(".days-words");
    if (place) place.textContent = words;
    if (this.#field) this.#field.value = day;
    this.#slider.setAttribute("aria-valuetext", words);
  }

  /** Step through the days from the one shown, from the end again from the first; stop at today. */
  async #start(): Promise<void> {
    const run = ++this.#run;
    this.#play.textContent = C.pause;
    let index = this.#day ? Number(this.#slider.value) : -1;
    for (let how: "push" | "replace" = "push"; index < this.days.length; how = "replace") {
      this.#slider.value = String(++index);
      this.#say(this.#day);
      if (!(await this.#go(this.#day, how)) || run !== this.#run) break;
      if (index < this.days.length) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      if (run !== this.#run) return;
    }
    if (run === this.#run) this.#stop();
  }

  #stop(): void {
    this.#run += 1;
    this.#play.textContent = C.play;
  }

  #go(day: string, how: "push" | "replace" = "push"): Promise<boolean> {
    const address = new URL(location.href);
    address.searchParams.delete("cursor");
    if (day) address.searchParams.set("as_of", day);
    else address.searchParams.delete("as_of");
    return this.#load(address, how);
  }

  /** Load the page at an address into this one; returns whether it was shown. */
  async #load(address: URL, how: "push" | "replace" | "none"): Promise<boolean> {
    if (document.querySelector("[data-own-days]")) {
      location.assign(address); // a page with its own state is loaded again
      return true;
    }
    const number = ++this.#request;
    this.#status.textContent = C.dayLoading;
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (number !== this.#request) return true; // a later day was requested meanwhile
      replaceContent(page);
    } catch {
      if (number === this.#request) this.#fail(address, how);
      return false;
    }
    if (how === "push") history.pushState(null, "", address);
    if (how === "replace") history.replaceState(null, "", address);
    this.#shown = location.pathname + location.search;
    this.#follow();
    this.#status.textContent = "";
    document.dispatchEvent(new Event("scamgraph:shown"));
    return true;
  }

  #fail(address: URL, how: "push" | "replace" | "none"): void {
    this.#stop();
    this.#follow();
    const again = make("button", { type: "button" }, C.retry);
    again.addEventListener("click", () => void this.#load(address, how));
    this.#status.replaceChildren(navigator.onLine ? "" : `${C.offline} `, C.dayFailed, " ", again);
  }
}

function replaceContent(page: Document): void {
  document.title = page.title;
  for (const what of REPLACED) {
    const now = document.querySelector(what);
    const then = page.querySelector(what);
    if (now && then) now.replaceWith(document.adoptNode(then));
  }
  document.querySelector(".day")?.remove();
  const banner = page.querySelector(".day");
  if (banner) document.getElementById("days")?.after(document.adoptNode(banner));
}
