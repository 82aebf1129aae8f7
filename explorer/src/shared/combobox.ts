// A text field that completes names of entities (ARIA 1.2 combobox). Without scripts it is a plain text field.
// `data-complete` may name a kind of entity; `data-name` is the name of the entity whose id is the field's value.
import { CLOSED, move, showOptions, type ComboboxState, type Option, type Step } from "./combobox-state";
import { make, setAttributes } from "./elements";
import { C } from "./words";

const PAUSE = 160;
const MOST = 8;
const STEPS: Readonly<Record<string, Step>> = { ArrowDown: "next", ArrowUp: "previous", Escape: "close" };
let made = 0;

export class Combobox {
  readonly #list: HTMLUListElement;
  readonly #status = make("span", { class: "complete-status", role: "status" });
  readonly #value: HTMLInputElement;
  readonly #name: string;
  #state: ComboboxState = CLOSED;
  #timer = 0;
  #request: AbortController | null = null;

  constructor(private readonly field: HTMLInputElement) {
    this.#name = field.name;
    this.#value = make("input", { type: "hidden" });
    this.#list = make("ul", { id: `names-${++made}`, role: "listbox", class: "complete-list", hidden: true, "aria-label": this.#label() });
    setAttributes(field, {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.id, autocomplete: "off",
    });
    const box = make("span", { class: "complete" });
    field.replaceWith(box);
    box.append(field, this.#value, this.#list, this.#status);
    if (field.dataset["name"]) this.#take({ id: field.value, name: field.dataset["name"], kind: "" });
    field.addEventListener("input", () => this.#edited());
    field.addEventListener("keydown", (event) => this.#key(event));
    field.addEventListener("blur", () => this.#set(move(this.#state, "close")));
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.#list.addEventListener("click", (event) => this.#clicked(event.target));
  }

  #label(): string {
    return this.field.labels?.[0]?.textContent ?? this.field.getAttribute("aria-label") ?? "";
  }

  /** What is typed is sent as it is; a chosen name is sent as its id. */
  #edited(): void {
    this.field.name = this.#name;
    this.#value.removeAttribute("name");
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#search(), PAUSE);
  }

  async #search(): Promise<void> {
    this.#request?.abort();
    const words = this.field.value.trim();
    this.#status.replaceChildren();
    if (!words) return this.#set(CLOSED);
    const request = (this.#request = new AbortController());
    this.#status.textContent = C.searching;
    try {
      const options = await fetchNames(words, this.field.dataset["complete"] ?? "", request.signal);
      this.#set(document.activeElement === this.field ? showOptions(options) : CLOSED);
      this.#status.textContent = C.names(options.length);
    } catch {
      if (!request.signal.aborted) this.#fail();
    }
  }

  #fail(): void {
    this.#set(CLOSED);
    const again = make("button", { type: "button" }, C.retry);
    again.addEventListener("click", () => (this.field.focus(), void this.#search()));
    this.#status.replaceChildren(navigator.onLine ? C.namesFailed : `${C.offline} ${C.namesFailed}`, " ", again);
  }

  #key(event: KeyboardEvent): void {
    const option = this.#state.open ? this.#state.options[this.#state.active] : undefined;
    if (event.key === "Enter" && option) {
      event.preventDefault();
      this.#take(option);
      return;
    }
    const step = STEPS[event.key];
    if (!step || event.isComposing || (step === "close" && !this.#state.open)) return;
    event.preventDefault();
    this.#set(move(this.#state, step));
  }

  #clicked(target: EventTarget | null): void {
    const item = target instanceof Element ? target.closest<HTMLElement>("[role=option]") : null;
    const option = item ? this.#state.options[Number(item.dataset["index"])] : undefined;
    if (option) this.#take(option);
  }

  #take(option: Option): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.field.value = option.name;
    this.field.removeAttribute("name");
    Object.assign(this.#value, { name: this.#name, value: option.id });
    this.#status.textContent = "";
    this.#set(CLOSED);
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #set(state: ComboboxState): void {
    if (state.options !== this.#state.options) this.#list.replaceChildren(...state.options.map((option, index) => this.#item(option, index)));
    this.#state = state;
    this.#list.hidden = !state.open;
    for (const [index, item] of [...this.#list.children].entries()) {
      item.setAttribute("aria-selected", String(index === state.active));
      if (index === state.active) item.scrollIntoView({ block: "nearest" });
    }
    setAttributes(this.field, {
      "aria-expanded": String(state.open),
      "aria-activedescendant": state.active < 0 ? null : `${this.#list.id}-${state.active}`,
    });
  }

  #item(option: Option, index: number): HTMLElement {
    const attributes = { id: `${this.#list.id}-${index}`, role: "option", "data-index": index, "aria-selected": "false" };
    return make("li", attributes, make("span", { class: "name" }, option.name), " ", make("span", { class: "quiet" }, option.kind));
  }
}

async function fetchNames(words: string, kind: string, signal: AbortSignal): Promise<readonly Option[]> {
  const query = new URLSearchParams({ q: words.slice(0, 200), limit: String(MOST) });
  if (kind) query.set("kind", kind);
  const day = new URL(location.href).searchParams.get("as_of");
  if (day) query.set("as_of", day);
  const answer = await fetch(`/api/v1/entities?${query}`, { headers: { accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(String(answer.status));
  return ((await answer.json()) as { items: readonly Option[] }).items;
}

/** Add completion to every field of the page that asks for it. */
export function addCompletion(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-complete]:not([role=combobox])")) new Combobox(field);
}
