// Loading the other pages of a list into its table, so that all rows can be sorted and filtered.
import { make } from "../shared/elements";
import { C } from "../shared/words";

/** Replace the link to the next page by a button that loads all following pages. */
export function addLoading(table: HTMLTableElement, region: HTMLElement, changed: () => void): void {
  const place = region.nextElementSibling;
  if (!place?.matches("p.more-rows") || document.querySelector("[data-brush]")) return;
  const link = place.querySelector("a");
  if (!link) return;
  const total = Number(table.dataset["total"] ?? 0);
  const button = make("button", { type: "button" }, C.loadAll(total));
  const status = make("span", { role: "status" });
  place.append(button, status);
  button.addEventListener("click", () => void load());

  async function load(): Promise<void> {
    button.disabled = true;
    try {
      while (link && place?.contains(link)) {
        status.textContent = C.loading(table.tBodies[0]?.rows.length ?? 0, total);
        await loadNext(table, link);
        changed();
      }
      place?.remove();
    } catch {
      status.textContent = navigator.onLine ? C.loadFailed : `${C.offline} ${C.loadFailed}`;
      button.textContent = C.retry;
      button.disabled = false;
    }
  }
}

/** Append the rows of the page that a link leads to; afterwards it leads to the page after that, or is gone. */
async function loadNext(table: HTMLTableElement, link: HTMLAnchorElement): Promise<void> {
  const answer = await fetch(link.href, { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const rows = page.querySelector(".wide > table[data-total] > tbody")?.children ?? [];
  table.tBodies[0]?.append(...[...rows].map((row) => document.adoptNode(row)));
  const next = page.querySelector<HTMLAnchorElement>("p.more-rows a[rel=next]");
  if (next) link.href = next.getAttribute("href") ?? "";
  else link.remove();
}
