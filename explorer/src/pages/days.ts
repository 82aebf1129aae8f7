// A slider over the days on which anything became known. It fetches the same page as of a day and replaces the
// content of this page; the address changes with it, so that it can be shared.
import { S } from "./strings";

interface Day {
  readonly day: string;
  readonly documents: number;
  readonly possibly: number;
}

const REPLACED = ["header", "main", ".asof", "#about-page"] as const;

/** Add the slider above the content of a page that can be shown as of a day. */
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
  readonly #status = document.createElement("span");
  #request = 0;
  /** The address of the page shown, without a fragment. */
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
    this.#status.setAttribute("role", "status");
    this.#status.className = "hidden";
    place.append(label, this.#input, this.#output, this.#status);
    place.hidden = false;
    this.#input.addEventListener("input", () => this.#sayDay());
    this.#input.addEventListener("change", () => void this.#go(this.#address(), true));
    addEventListener("popstate", () => {
      if (location.pathname + location.search === this.#shown) return; // only the fragment changed
      if (document.querySelector("[data-own-days]")) this.#follow(); // that page goes back by itself
      else void this.#go(new URL(location.href), false);
    });
    this.#follow();
  }

  /** The day of the slider's position, or "" for today. */
  get #day(): string {
    return this.days[Number(this.#input.value)]?.day ?? "";
  }

  #follow(): void {
    const wanted = new URL(location.href).searchParams.get("as_of");
    const at = this.days.findLastIndex(({ day }) => wanted !== null && day <= wanted);
    this.#input.value = String(wanted ? Math.max(at, 0) : this.days.length);
    this.#sayDay();
    if (wanted && this.#day !== wanted) this.#say(wanted);
  }

  #sayDay(): void {
    this.#say(this.#day);
  }

  #say(day: string): void {
    const chosen = this.days[Number(this.#input.value)];
    const more = chosen && chosen.day === day ? S.newThen(chosen.documents, chosen.possibly) : "";
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
      location.assign(address); // a page with its own state is loaded again
      return;
    }
    const number = ++this.#request;
    this.#status.textContent = S.loading;
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (number !== this.#request) return; // a later day was requested meanwhile
      show(page);
    } catch {
      this.#status.textContent = S.failed;
      return;
    }
    if (push) history.pushState(null, "", address);
    this.#shown = location.pathname + location.search;
    this.#follow();
    this.#status.textContent = S.shown(address.searchParams.get("as_of") ?? "");
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
