// The reader of a document: a passage and the claims it carries light up together, in the text, in the strip
// that shows where they stand, and in the margin.

/** Light what belongs together while it is pointed at or has the focus. */
export function addReader(): void {
  const reader = document.querySelector<HTMLElement>(".reading");
  if (!reader || reader.dataset["ready"]) return;
  reader.dataset["ready"] = "yes";
  // Both count: moving to a reference by key scrolls the page, and another passage comes under the pointer.
  let pointed: readonly string[] = [];
  let focused: readonly string[] = [];
  const light = (): void => lit(reader, [...pointed, ...focused]);
  reader.addEventListener("pointerover", (event) => ((pointed = numbers(event.target)), light()));
  reader.addEventListener("pointerleave", () => ((pointed = []), light()));
  reader.addEventListener("focusin", (event) => ((focused = numbers(event.target)), light()));
  reader.addEventListener("focusout", () => ((focused = []), light()));
}

function numbers(target: EventTarget | null): readonly string[] {
  const held = target instanceof Element ? target.closest<HTMLElement | SVGElement>("[data-c]") : null;
  return held?.dataset["c"]?.split(" ") ?? [];
}

function lit(reader: HTMLElement, wanted: readonly string[]): void {
  for (const part of reader.querySelectorAll<HTMLElement | SVGElement>("[data-c]")) {
    const mine = part.dataset["c"]?.split(" ") ?? [];
    part.classList.toggle("lit", mine.some((number) => wanted.includes(number)));
  }
}
