// A text with marked claims: what is pointed at, chosen and shown. Its elements are found once; choosing a claim
// touches only the elements of that claim and of the one chosen before.
import { cycleClaims, rankClaims } from "./selection";

export interface TextHandlers {
  readonly choose: (claim: number) => void;
  readonly point: (claim: number) => void;
}

export class TextView {
  readonly #marks = new Map<number, HTMLElement[]>();
  readonly #handles = new Map<number, HTMLElement[]>();
  readonly #claimsOf = new WeakMap<Element, readonly number[]>();
  readonly #all: readonly HTMLElement[];
  #chosen = 0;
  #lit = 0;
  #isShown: (claim: number) => boolean = () => true;

  constructor(
    readonly root: HTMLElement,
    private readonly handlers: TextHandlers,
  ) {
    this.#all = [...root.querySelectorAll<HTMLElement>("[data-c]")];
    for (const element of root.querySelectorAll(".chosen")) element.classList.remove("chosen", "first", "last");
    for (const element of this.#all) {
      const claims = (element.dataset["c"] ?? "").split(" ").map(Number);
      this.#claimsOf.set(element, claims);
      const index = element.localName === "mark" ? this.#marks : this.#handles;
      for (const claim of claims) index.get(claim)?.push(element) ?? index.set(claim, [element]);
    }
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("pointerover", (event) => this.handlers.point(this.#claimUnder(event.target)));
    root.addEventListener("pointerleave", () => this.handlers.point(0));
    root.addEventListener("focusin", (event) => this.handlers.point(this.#claimUnder(event.target)));
    root.addEventListener("focusout", () => this.handlers.point(0));
  }

  /** Mark the whole span of the chosen claim, 0 for none. */
  choose(claim: number): void {
    this.#swap("chosen", this.#chosen, claim);
    const [before, marks] = [this.#marks.get(this.#chosen), this.#marks.get(claim)];
    before?.at(0)?.classList.remove("first");
    before?.at(-1)?.classList.remove("last");
    marks?.at(0)?.classList.add("first");
    marks?.at(-1)?.classList.add("last");
    this.#chosen = claim;
  }

  /** Mark the whole span of the claim that is pointed at, 0 for none. */
  point(claim: number): void {
    if (claim === this.#lit) return;
    this.#swap("lit", this.#lit, claim);
    this.#lit = claim;
  }

  /** Show only the marks of these claims. */
  filter(isShown: (claim: number) => boolean): void {
    this.#isShown = isShown;
    for (const element of this.#all) {
      const level = this.#shownIn(element).length;
      const name = `n${Math.min(level, 3)}`;
      if (element.localName === "mark") {
        if (element.classList.contains(name)) continue;
        element.classList.remove("n0", "n1", "n2", "n3");
        element.classList.add(name);
      } else element.toggleAttribute("hidden", level === 0);
    }
  }

  /** Scroll the words of a claim to the middle of the view; with `movePage` the page, too, as far as needed. */
  centre(claim: number, movePage = false): void {
    const marks = this.#marks.get(claim);
    const [first, last] = [marks?.at(0), marks?.at(-1)];
    if (!first || !last) return;
    if (!this.#scrolls) {
      first.scrollIntoView({ block: "center" });
      return;
    }
    const [view, top, bottom] = [this.root.getBoundingClientRect(), first.getBoundingClientRect().top, last.getBoundingClientRect().bottom];
    const height = Math.min(bottom - top, view.height / 2); // of a long passage, the beginning counts
    this.root.scrollTop += top + height / 2 - (view.top + view.height / 2);
    if (!movePage) return;
    const middle = first.getBoundingClientRect().top + height / 2; // the first and last words cannot reach it
    if (Math.abs(middle - innerHeight / 2) > innerHeight / 5) scrollBy(0, middle - innerHeight / 2);
  }

  get #scrolls(): boolean {
    return getComputedStyle(this.root).overflowY !== "visible";
  }

  #swap(name: string, before: number, after: number): void {
    for (const index of [this.#marks, this.#handles]) {
      for (const element of index.get(before) ?? []) element.classList.remove(name);
      for (const element of index.get(after) ?? []) element.classList.add(name);
    }
  }

  #shownIn(element: Element): readonly number[] {
    return (this.#claimsOf.get(element) ?? []).filter(this.#isShown);
  }

  #lengthOf = (claim: number): number =>
    (this.#marks.get(claim) ?? []).reduce((sum, mark) => sum + (mark.textContent?.length ?? 0), 0);

  /** The claim that an element would choose: the chosen one if its words are here, else the shortest. */
  #claimUnder(target: EventTarget | null): number {
    const part = target instanceof Element ? target.closest("[data-c]") : null;
    const here = part ? this.#shownIn(part) : [];
    return here.includes(this.#chosen) ? this.#chosen : (rankClaims(here, this.#lengthOf)[0] ?? 0);
  }

  #click(event: MouseEvent): void {
    const part = event.target instanceof Element ? event.target.closest("[data-c]") : null;
    if (!part || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (part.localName !== "a" && getSelection()?.isCollapsed === false) return; // words are being selected
    event.preventDefault();
    const wanted = cycleClaims(rankClaims(this.#shownIn(part), this.#lengthOf), this.#chosen);
    if (wanted !== null) this.handlers.choose(wanted);
  }
}
