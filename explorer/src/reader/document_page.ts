// The page of a document: enhances what the server rendered. Choosing, stepping and filtering need no new page.
import { ClaimList } from "./claim_list";
import { ClaimPanel, makeButton } from "./claim_panel";
import { stepFrom } from "./selection";
import { R } from "./strings";
import { TextView } from "./text_view";

/** Where text and claims are beside each other, each with its own scrolling. */
const WIDE = "(min-width: 60rem)";

/** Enhance the reader of the page, if there is one that is not enhanced yet. */
export function addReader(): void {
  const root = document.getElementById("reader");
  if (!root || root.dataset["ready"]) return;
  root.dataset["ready"] = "yes";
  new DocumentReader(root);
}

class DocumentReader {
  readonly #list: ClaimList;
  readonly #views: readonly TextView[];
  readonly #panel: ClaimPanel;
  readonly #form: HTMLFormElement | null;
  #chosen = 0;

  constructor(private readonly root: HTMLElement) {
    const handlers = { choose: (n: number) => this.choose(n, true), point: (n: number) => this.#point(n) };
    this.#list = new ClaimList(this.#find("#reader-claims"));
    // The strip below the text is a view of the same claims, without words.
    const roots = root.querySelectorAll<HTMLElement>(".text, .strip");
    this.#views = [...roots].map((view) => new TextView(view, handlers));
    this.#panel = new ClaimPanel(this.#find("#claim-detail"));
    this.#form = root.querySelector("form");
    this.#addBar();
    this.#listen();
    this.#readAddress();
  }

  /** Choose a claim: mark its words, show it in the list and in full, and put it in the address. */
  choose(claim: number, keepAddress: boolean): void {
    const digest = this.#list.digestOf(claim);
    if (!digest) return;
    this.#mark(claim);
    for (const view of this.#views) view.centre(claim, true);
    void this.#panel.show(digest, this.#list.saysOf(claim));
    if (!keepAddress) return;
    const address = new URL(location.href);
    address.searchParams.set("claim", digest);
    address.hash = `c-${digest}`;
    history.replaceState(history.state, "", address);
    this.root.querySelector<HTMLInputElement>("input[name=claim]")?.setAttribute("value", digest);
  }

  #mark(claim: number): void {
    this.#chosen = claim;
    this.#list.choose(claim);
    for (const view of this.#views) view.choose(claim);
    this.#openSheet(true);
    this.#sayPosition();
  }

  /** On a phone: show the chosen claim at the bottom, over the page. */
  #openSheet(open: boolean): void {
    this.#find("#claim-panel").classList.toggle("open", open);
    document.documentElement.classList.toggle("beside-sheet", open && this.root.classList.contains("has-text"));
  }

  #sayPosition(): void {
    if (!this.#chosen) return;
    const order = this.#list.order;
    const filtered = order.length < this.#list.total && order.includes(this.#chosen);
    const within = filtered ? R.within(order.indexOf(this.#chosen) + 1, order.length) : "";
    this.#find("#reader-status").textContent = R.claim(this.#chosen, this.#list.total) + within;
  }

  #find(selector: string): HTMLElement {
    const element = this.root.querySelector<HTMLElement>(selector);
    if (!element) throw new Error(`The reader has no ${selector}.`);
    return element;
  }

  #point(claim: number): void {
    this.#list.point(claim);
    for (const view of this.#views) view.point(claim);
  }

  #step = (by: 1 | -1): void => {
    const wanted = stepFrom(this.#list.order, this.#chosen, by);
    if (wanted !== null) this.choose(wanted, true);
  };

  #addBar(): void {
    const bar = this.#find(".claim-bar");
    for (const link of bar.querySelectorAll("a")) link.remove();
    const keys = document.createElement("span");
    Object.assign(keys, { className: "keys", textContent: R.keys, title: R.keysLabel });
    const close = makeButton(R.close, () => this.#openSheet(false));
    close.classList.add("close-sheet");
    bar.append(keys, makeButton(R.previous, () => this.#step(-1)), makeButton(R.next, () => this.#step(1)), close);
  }

  #listen(): void {
    const list = this.#find("#reader-claims");
    list.addEventListener("click", (event) => this.#clickList(event));
    for (const name of ["pointerover", "focusin"]) list.addEventListener(name, (event) => this.#point(this.#list.claimAt(event.target)));
    for (const name of ["pointerleave", "focusout"]) list.addEventListener(name, () => this.#point(0));
    this.root.addEventListener("keydown", (event) => this.#press(event));
    this.#form?.addEventListener("change", () => this.#filter());
    this.#find(".reset").addEventListener("click", (event) => this.#reset(event));
    addEventListener("hashchange", () => this.root.isConnected && this.#readAddress());
  }

  #clickList(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest(".claim-link") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.choose(this.#list.claimAt(link), true);
  }

  #press(event: KeyboardEvent): void {
    const typing = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") this.#step(event.key === "j" ? 1 : -1);
  }

  #filter(): void {
    if (!this.#form) return;
    const address = new URL(location.href);
    const chosen: Record<string, string> = {};
    for (const select of this.#form.querySelectorAll("select")) {
      chosen[select.name] = select.value;
      if (select.value) address.searchParams.set(select.name, select.value);
      else address.searchParams.delete(select.name);
    }
    this.#list.filter(chosen);
    for (const view of this.#views) view.filter(this.#list.isShown);
    const shown = this.#list.order.length;
    this.#find("#reader-shown").textContent = R.shown(shown, this.#list.total);
    this.#find(".none-shown").hidden = shown > 0;
    this.#find(".reset").hidden = shown === this.#list.total;
    this.#sayPosition();
    history.replaceState(history.state, "", address);
  }

  #reset(event: Event): void {
    event.preventDefault();
    for (const select of this.#form?.querySelectorAll("select") ?? []) select.value = "";
    this.#filter();
    this.#form?.querySelector("select")?.focus();
  }

  /** Choose the claim that the address names; the server has already rendered that of `claim`. */
  #readAddress(): void {
    const { hash, searchParams } = new URL(location.href);
    const claim = this.#list.findClaim(hash.startsWith("#c-") ? hash.slice(3) : (searchParams.get("claim") ?? ""));
    if (!claim || claim === this.#chosen) return;
    if (this.#list.digestOf(claim) === searchParams.get("claim")) this.#mark(claim);
    else this.choose(claim, false);
    const centre = (): void => {
      if (claim !== this.#chosen) return;
      if (matchMedia(WIDE).matches) this.root.scrollIntoView({ block: "start" });
      for (const view of this.#views) view.centre(claim, true);
      this.#list.reveal();
    };
    centre();
    if (document.readyState !== "complete") addEventListener("load", () => requestAnimationFrame(centre), { once: true });
  }
}
