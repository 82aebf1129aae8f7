// A slider over the days on which anything became known. It asks the server for the same page as of a day and
// puts that page's content in place of this one's; the address changes with it, so that it can be shared.
import { S } from "./strings";

interface Day {
  readonly day: string;
  readonly documents: number;
  readonly possibly: number;
}

const REPLACED = ["header", "main", ".asof", "#about-page"] as const;

/** Put the slider above the content of a page that can be asked as of a day. */
export async function addSlider(): Promise<void> {
  const place = document.getElementById("days");
  if (!place) return;
  const answer = await fetch("/api/v1/days", { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  const days = ((await answer.json()) as { items: readonly Day[] }).items;
  if (days.length > 0) new Slider(place, days);
}

class Slider {
  readonly #input = document.createElement("input");
  readonly #output = document.createElement("output");
  readonly #told = document.createElement("span");
  #asked = 0;
  /** The address of what the page shows, without a place in it. */
  #shown = location.pathname + location.search;

  constructor(
    place: HTMLElement,
    private readonly days: readonly Day[],
  ) {
    const label = document.createElement("label");
    label.textContent = S.asOf;
    label.htmlFor = this.#input.id = "day-slider";
    Object.assign(this.#input, { type: "range", min: "0", max: String(days.length), step: "1" });
    this.#output.htmlFor.add("day-slider");
    this.#told.setAttribute("role", "status");
    this.#told.className = "hidden";
    place.append(label, this.#input, this.#output, this.#told);
    place.hidden = false;
    this.#input.addEventListener("input", () => this.#tell());
    this.#input.addEventListener("change", () => void this.#go(this.#address(), true));
    addEventListener("popstate", () => {
      if (location.pathname + location.search === this.#shown) return; // only a place within the page
      if (document.querySelector("[data-own-days]")) this.#follow(); // it goes back by itself
      else void this.#go(new URL(location.href), false);
    });
    this.#follow();
  }

  /** Where the slider stands: a day, or "" for today. */
  get #day(): string {
    return this.days[Number(this.#input.value)]?.day ?? "";
  }

  #follow(): void {
    const asked = new URL(location.href).searchParams.get("as_of");
    const at = this.days.findLastIndex(({ day }) => asked !== null && day <= asked);
    this.#input.value = String(asked ? Math.max(at, 0) : this.days.length);
    this.#tell();
    if (asked && this.#day !== asked) this.#say(asked);
  }

  #tell(): void {
    this.#say(this.#day);
  }

  #say(day: string): void {
    const held = this.days[Number(this.#input.value)];
    const more = held && held.day === day ? S.newThen(held.documents, held.possibly) : "";
    const words = day ? `${S.onDay(day)}${more ? ` (${more})` : ""}` : S.today;
    this.#output.textContent = words;
    this.#input.setAttribute("aria-valuetext", words);
  }

  #address(): URL {
    const address = new URL(location.href);
    address.searchParams.delete("cursor");
    if (this.#day) address.searchParams.set("as_of", this.#day);
    else address.searchParams.delete("as_of");
    return address;
  }

  async #go(address: URL, push: boolean): Promise<void> {
    if (document.querySelector("[data-own-days]")) {
      location.assign(address); // a page that keeps its own state begins anew
      return;
    }
    const number = ++this.#asked;
    this.#told.textContent = S.loading;
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (number !== this.#asked) return; // a later day was asked for meanwhile
      show(page);
    } catch {
      this.#told.textContent = S.failed;
      return;
    }
    if (push) history.pushState(null, "", address);
    this.#shown = location.pathname + location.search;
    this.#follow();
    this.#told.textContent = S.shown(address.searchParams.get("as_of") ?? "");
    document.dispatchEvent(new Event("scamgraph:shown"));
  }
}

function show(page: Document): void {
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
