// The reader of a document: highlights a passage and its claims together, in the text, in the strip that shows
// their positions, and in the margin.

/** Highlight what belongs together while the pointer or the focus is on it. */
export function addReader(): void {
  const reader = document.querySelector<HTMLElement>(".reading");
  if (!reader || reader.dataset["ready"]) return;
  reader.dataset["ready"] = "yes";
  // Pointer and focus both count: moving by key scrolls the page, and another passage comes under the pointer.
  let pointed: readonly string[] = [];
  let focused: readonly string[] = [];
  const light = (): void => highlight(reader, [...pointed, ...focused]);
  reader.addEventListener("pointerover", (event) => ((pointed = numbers(event.target)), light()));
  reader.addEventListener("pointerleave", () => ((pointed = []), light()));
  reader.addEventListener("focusin", (event) => ((focused = numbers(event.target)), light()));
  reader.addEventListener("focusout", () => ((focused = []), light()));
}

function numbers(target: EventTarget | null): readonly string[] {
  const part = target instanceof Element ? target.closest<HTMLElement | SVGElement>("[data-c]") : null;
  return part?.dataset["c"]?.split(" ") ?? [];
}

function highlight(reader: HTMLElement, wanted: readonly string[]): void {
  for (const part of reader.querySelectorAll<HTMLElement | SVGElement>("[data-c]")) {
    const mine = part.dataset["c"]?.split(" ") ?? [];
    part.classList.toggle("lit", mine.some((number) => wanted.includes(number)));
  }
}
