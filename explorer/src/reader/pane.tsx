// The reader as a pane beside any page: a link to evidence opens the text at its words.
import { slugOf } from "../graph/data";
import { buildText } from "./build_text";
import { ClaimPanel, makeButton } from "./claim_panel";
import { type AnnotatedText, claimAddress, fetchText, shownDay } from "./data";
import { R } from "./strings";
import { TextView } from "./text_view";

const WIDE = "(min-width: 60rem)";

/** Open evidence beside the page, wherever the page shows or will show a link to it. */
export function addPane(): void {
  let pane: ReaderPane | null = null;
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-claim]") : null;
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    pane ??= new ReaderPane();
    pane.open(link);
  });
  document.addEventListener("scamgraph:shown", () => pane?.close());
}

class ReaderPane {
  readonly #dialog = document.createElement("dialog");
  readonly #title = document.createElement("h2");
  readonly #onward = document.createElement("a");
  readonly #body = document.createElement("div");
  readonly #status = document.createElement("p");
  readonly #panel: ClaimPanel;
  readonly #detail = document.createElement("div");
  #opener: HTMLAnchorElement | null = null;
  #current: HTMLAnchorElement | null = null;
  #view: { document: string; text: AnnotatedText; view: TextView } | null = null;

  constructor() {
    this.#dialog.className = "reader-pane";
    this.#dialog.setAttribute("aria-labelledby", (this.#title.id = "reader-pane-title"));
    this.#title.textContent = R.loading;
    this.#title.tabIndex = -1;
    this.#onward.textContent = R.open;
    this.#body.className = "pane-text";
    this.#status.setAttribute("role", "status");
    this.#detail.className = "claim-detail";
    this.#panel = new ClaimPanel(this.#detail);
    const head = addElement(this.#dialog, "div", "pane-head");
    head.append(this.#title, this.#onward, makeButton(R.close, () => this.close()));
    this.#dialog.append(this.#body);
    const panel = addElement(this.#dialog, "section", "claim-panel");
    panel.tabIndex = 0;
    panel.setAttribute("aria-labelledby", this.#title.id);
    addElement(panel, "div", "claim-bar").append(
      this.#status, makeButton(R.previous, () => this.#step(-1)), makeButton(R.next, () => this.#step(1)),
    );
    panel.append(this.#detail);
    this.#dialog.addEventListener("cancel", (event) => (event.preventDefault(), this.close()));
    document.addEventListener("keydown", (event) => this.#press(event), { capture: true });
    document.body.append(this.#dialog);
  }

  /** Open the text of a link's claim at its words. */
  open(link: HTMLAnchorElement): void {
    const wide = matchMedia(WIDE).matches;
    if (!this.#dialog.open) {
      this.#opener = link;
      if (wide) this.#dialog.show();
      else this.#dialog.showModal();
    }
    document.body.classList.toggle("beside-reader", wide);
    this.#setCurrent(link);
    void this.#show(link);
    if (!this.#dialog.contains(document.activeElement) || document.activeElement === this.#dialog) this.#title.focus();
    if (wide) link.scrollIntoView({ block: "nearest" });
  }

  close(): void {
    if (!this.#dialog.open) return;
    this.#dialog.close();
    document.body.classList.remove("beside-reader");
    const back = [this.#current, this.#opener].find((link) => link?.isConnected && link.checkVisibility());
    this.#setCurrent(null);
    back?.focus();
  }

  #setCurrent(link: HTMLAnchorElement | null): void {
    this.#current?.removeAttribute("aria-current");
    this.#current = link;
    link?.setAttribute("aria-current", "true");
  }

  async #show(link: HTMLAnchorElement): Promise<void> {
    const { claim = "", document: slug = "" } = link.dataset;
    const links = this.#listLinks();
    this.#onward.href = link.href;
    this.#status.textContent = R.evidence(links.findIndex((one) => one.dataset["claim"] === claim) + 1, links.length);
    try {
      const text = await fetchText(slug, shownDay());
      if (this.#current !== link) return; // another link was followed meanwhile
      this.#title.textContent = text.label;
      this.#drawText(slug, text);
      this.#choose(text.claims.findIndex((one) => one.id === `claim/${claim}`) + 1, claim);
    } catch (error) {
      this.#body.className = "notice";
      this.#body.textContent = `${R.failed} ${error instanceof Error ? error.message : String(error)}`;
      this.#view = null;
    }
  }

  #drawText(slug: string, text: AnnotatedText): void {
    this.#dialog.classList.toggle("no-text", !text.held);
    if (this.#view?.document === slug && this.#view.text === text) return;
    const place = document.createElement("div");
    if (text.held) {
      place.className = "text";
      place.tabIndex = 0;
      place.setAttribute("role", "region");
      place.setAttribute("aria-label", R.text);
      place.append(...buildText(text));
    }
    this.#body.replaceChildren(place);
    this.#body.className = "pane-text";
    const view = new TextView(place, { choose: (n) => this.#choose(n), point: (n) => view.point(n) });
    this.#view = { document: slug, text, view };
  }

  /** Choose a claim of the text that is shown: that of a link, or one whose words were clicked. */
  #choose(number: number, digest = ""): void {
    if (!this.#view) return;
    const { text, view, document: slug } = this.#view;
    const claim = text.claims[number - 1];
    const id = claim ? slugOf(claim.id) : digest;
    view.choose(number);
    if (text.held) view.centre(number);
    else view.root.replaceChildren(...this.#explain(text, number));
    this.#onward.href = claimAddress(`document/${slug}`, `claim/${id}`, shownDay());
    void this.#panel.show(id, claim?.says ?? "");
  }

  #explain(text: AnnotatedText, number: number): HTMLElement[] {
    const notice = document.createElement("div");
    notice.className = "notice";
    const how = document.createElement("p");
    const command = document.createElement("code");
    command.textContent = "scamgraph serve --texts FOLDER";
    how.append(R.addText, " ", command);
    addElement(notice, "p", "").textContent = R.noText(text.state);
    notice.append(how);
    const claim = text.claims[number - 1];
    return claim ? [notice, buildStrip(claim.start, claim.end, text.length)] : [notice];
  }

  #listLinks(): HTMLAnchorElement[] {
    const links = document.querySelectorAll<HTMLAnchorElement>("main a[data-claim]");
    return [...new Map([...links].reverse().map((link) => [link.dataset["claim"], link])).values()].reverse();
  }

  #step(by: 1 | -1): void {
    const links = this.#listLinks();
    const at = links.findIndex((link) => link.dataset["claim"] === this.#current?.dataset["claim"]);
    const wanted = links[at + by];
    if (wanted) this.open(wanted);
  }

  #press(event: KeyboardEvent): void {
    if (!this.#dialog.open) return;
    const inside = this.#dialog.contains(document.activeElement);
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      this.close();
    } else if (inside && !event.ctrlKey && !event.metaKey && !event.altKey && !(event.target instanceof HTMLTextAreaElement)) {
      if (event.key === "j" || event.key === "k") this.#step(event.key === "j" ? 1 : -1);
    }
  }
}

function addElement(parent: HTMLElement, name: string, className: string): HTMLElement {
  const element = document.createElement(name);
  if (className) element.className = className;
  parent.append(element);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Return a strip as long as the text, with the claim's position. */
function buildStrip(start: number, end: number, length: number): HTMLElement {
  const strip = document.createElementNS(SVG, "svg");
  strip.setAttribute("class", "strip");
  strip.setAttribute("viewBox", "0 0 1000 40");
  strip.setAttribute("preserveAspectRatio", "none");
  strip.setAttribute("role", "img");
  strip.setAttribute("aria-label", R.position);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", "chosen");
  const middle = (500 * (start + end)) / Math.max(length, 1);
  path.setAttribute("d", `M${middle.toFixed(1)} 6V34`);
  strip.append(path);
  const place = document.createElement("div");
  place.append(strip);
  return place;
}
