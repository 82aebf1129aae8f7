// The reader of a document: a passage and the claims it carries light up together, in the text, in the strip
// that shows where they stand, and in the margin.

/** Light what belongs together while it is pointed at or has the focus. */
export function addReader(): void {
  const reader = document.querySelector<HTMLElement>(".reading");
  if (!reader || reader.dataset["ready"]) return;
  reader.dataset["ready"] = "yes";
  const light = (event: Event): void => lit(reader, numbers(event.target));
  for (const kind of ["pointerover", "focusin"]) reader.addEventListener(kind, light);
  for (const kind of ["pointerleave", "focusout"]) reader.addEventListener(kind, () => lit(reader, []));
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
