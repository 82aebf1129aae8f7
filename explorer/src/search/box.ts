// The search box answers while a reader types: arrow keys choose, Enter opens, Escape closes; / and Ctrl-K lead to it.
import { h, render } from "preact";
import { Popup, type Shown } from "./popup";
import { type Answer, listEntries, step } from "./results";
import { SEARCH } from "./strings";

const PAUSE = 140;
/** Milliseconds without a key before the server is asked. */

class SearchBox {
  readonly #place = document.createElement("div");
  readonly #status = document.createElement("span");
  readonly #list: string;
  #shown: Shown = { answer: null, entries: [], chosen: -1, message: "" };
  #timer = 0;
  #asked: AbortController | null = null;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly input: HTMLInputElement,
  ) {
    this.#list = `${input.id}-list`;
    this.#place.className = "popup";
    this.#status.className = "hidden";
    this.#status.setAttribute("role", "status");
    form.append(this.#place, this.#status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.#list })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => {
      if (this.#shown.chosen >= 0) this.#show({ ...this.#shown, chosen: -1 }); // Enter must not open a hit of other words
      this.#wait();
    });
    input.addEventListener("focus", () => input.value.trim() && this.#wait());
    input.addEventListener("keydown", (event) => this.#press(event));
    form.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && form.contains(event.relatedTarget))) this.#close();
    });
    this.#place.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  get #params(): URLSearchParams {
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string" && value) params.set(name, value);
    return params;
  }

  async #ask(): Promise<void> {
    this.#asked?.abort();
    const query = this.input.value.trim();
    if (!query) return this.#close();
    const params = this.#params;
    const asked = (this.#asked = new AbortController());
    params.set("limit", "3");
    params.set("facets", "false");
    if (!this.#shown.answer) this.#show({ ...this.#shown, message: SEARCH.loading });
    try {
      const response = await fetch(`/api/v1/search?${params}`, { headers: { accept: "application/json" }, signal: asked.signal });
      if (!response.ok) throw new Error(String(response.status));
      this.#answer((await response.json()) as Answer);
    } catch {
      if (asked.signal.aborted) return;
      this.#show({ answer: null, entries: [], chosen: -1, message: navigator.onLine ? SEARCH.failed : SEARCH.offline });
    }
  }

  #answer(answer: Answer): void {
    if (document.activeElement !== this.input) return;
    const message = answer.total > 0 ? "" : this.#describeNothing(answer);
    const entries = answer.total > 0 ? listEntries(answer, `/search?${this.#params}`) : [];
    this.#show({ answer, entries, chosen: -1, message });
    this.#status.textContent = answer.total > 0 ? SEARCH.count(answer.total, answer.at_least) : message;
  }

  #describeNothing(answer: Answer): string {
    const nearest = answer.nearest.map(({ text }) => text);
    return [SEARCH.nothing(answer.query), nearest.length > 0 ? SEARCH.nearest(nearest) : ""].join(" ");
  }

  #show(shown: Shown): void {
    this.#shown = shown;
    const entry = shown.entries[shown.chosen];
    this.input.setAttribute("aria-expanded", String(shown.entries.length > 0));
    if (entry) this.input.setAttribute("aria-activedescendant", `${this.#list}-${entry.id}`);
    else this.input.removeAttribute("aria-activedescendant");
    render(h(Popup, { shown, id: this.#list, choose: (chosen) => this.#show({ ...this.#shown, chosen }) }), this.#place);
    if (entry) document.getElementById(`${this.#list}-${entry.id}`)?.scrollIntoView({ block: "nearest" });
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#shown = { answer: null, entries: [], chosen: -1, message: "" };
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    render(null, this.#place);
  }

  #press(event: KeyboardEvent): void {
    const { entries, chosen } = this.#shown;
    const entry = entries[chosen];
    if (event.key === "Escape" && (entries.length > 0 || this.#shown.message)) this.#close();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && entries.length > 0) {
      this.#show({ ...this.#shown, chosen: step(chosen, event.key === "ArrowDown" ? 1 : -1, entries.length) });
    } else if (event.key === "ArrowDown" && this.input.value.trim()) void this.#ask();
    else if (event.key === "Enter" && entry) location.assign(entry.url);
    else return;
    event.preventDefault();
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Let every search field of the page answer while typing. */
export function addSearchBoxes(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[role=search]")) {
    const input = form.querySelector<HTMLInputElement>("input[name=q]");
    if (!input || form.dataset["ready"]) continue;
    form.dataset["ready"] = "yes";
    new SearchBox(form, input);
  }
}

/** Lead to the search field by / and by Ctrl-K. */
export function addSearchKeys(): void {
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !command) return;
    const input = document.querySelector<HTMLInputElement>("main form[role=search] input[name=q]") ?? document.getElementById("find");
    if (!(input instanceof HTMLInputElement)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
