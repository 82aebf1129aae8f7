// The list of a document's claims: which is chosen or pointed at, and which the filters show.
import { type Values, fitsFilters } from "./selection";

export class ClaimList {
  readonly #items: readonly HTMLElement[];
  #chosen: HTMLElement | undefined;
  #lit: HTMLElement | undefined;

  constructor(private readonly root: HTMLElement) {
    this.#items = [...root.querySelectorAll<HTMLElement>(":scope > li")];
    this.#chosen = this.#items.find((item) => item.classList.contains("chosen"));
  }

  get total(): number {
    return this.#items.length;
  }

  /** The numbers of the claims that the filters show, in the text's order. */
  get order(): number[] {
    return this.#items.flatMap((item, at) => (item.hidden ? [] : [at + 1]));
  }

  digestOf = (claim: number): string => this.#items[claim - 1]?.dataset["claim"] ?? "";
  isShown = (claim: number): boolean => this.#items[claim - 1]?.hidden === false;

  saysOf(claim: number): string {
    const link = this.#items[claim - 1]?.querySelector(".claim-link");
    return [...(link?.childNodes ?? [])].filter((node) => node instanceof Text).map((node) => node.data).join("").trim();
  }

  findClaim(digest: string): number {
    return digest ? this.#items.findIndex((item) => item.dataset["claim"] === digest) + 1 : 0;
  }

  claimAt(target: EventTarget | null): number {
    const item = target instanceof Element ? target.closest<HTMLElement>("li[data-c]") : null;
    return Number(item?.dataset["c"] ?? 0);
  }

  choose(claim: number): void {
    this.#chosen?.classList.remove("chosen");
    this.#chosen?.removeAttribute("aria-current");
    this.#chosen = this.#items[claim - 1];
    this.#chosen?.classList.add("chosen");
    this.#chosen?.setAttribute("aria-current", "true");
    this.reveal();
  }

  point(claim: number): void {
    this.#lit?.classList.remove("lit");
    this.#lit = this.#items[claim - 1];
    this.#lit?.classList.add("lit");
  }

  filter(chosen: Values): void {
    for (const item of this.#items) item.hidden = !fitsFilters(item.dataset as Values, chosen);
  }

  /** Scroll the list, and never the page, to the chosen claim. */
  reveal(): void {
    const item = this.#chosen;
    if (!item || item.hidden || this.root.scrollHeight <= this.root.clientHeight) return;
    const [view, place] = [this.root.getBoundingClientRect(), item.getBoundingClientRect()];
    if (place.top >= view.top && place.bottom <= view.bottom) return;
    this.root.scrollTop += place.top - view.top - (view.height - place.height) / 3;
  }
}
