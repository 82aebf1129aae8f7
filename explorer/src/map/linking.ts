// Pointing at a place in the list lights up its marks on the maps, and the other way round.

/** Link the list of places with the marks of the maps: they lead to the same page. */
export function addLinking(maps: HTMLElement): void {
  const list = document.querySelector<HTMLElement>(".map-list");
  if (!list) return;
  for (const place of [maps, list]) {
    for (const kind of ["pointerover", "focusin"]) place.addEventListener(kind, (event) => light(findLink(event.target), place === maps));
    for (const kind of ["pointerleave", "focusout"]) place.addEventListener(kind, () => light("", false));
  }
  function light(link: string, scroll: boolean): void {
    for (const mark of maps.querySelectorAll("a.mark")) mark.classList.toggle("lit", mark.getAttribute("href") === link);
    for (const item of list?.querySelectorAll("li") ?? []) {
      const lit = item.querySelector("a")?.getAttribute("href") === link;
      item.classList.toggle("lit", lit);
      if (lit && scroll && list) scrollInside(list, item);
    }
  }
}

function findLink(target: EventTarget | null): string {
  const part = target instanceof Element ? target.closest("a.mark, .map-list li") : null;
  return (part?.matches("li") ? part.querySelector("a") : part)?.getAttribute("href") ?? "";
}

/** Scroll the list to an item, and never the page. */
function scrollInside(list: HTMLElement, item: HTMLElement): void {
  const [box, inner] = [list.getBoundingClientRect(), item.getBoundingClientRect()];
  if (inner.top < box.top) list.scrollTop -= box.top - inner.top;
  else if (inner.bottom > box.bottom) list.scrollTop += inner.bottom - box.bottom;
}
