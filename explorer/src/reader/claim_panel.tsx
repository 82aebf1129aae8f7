// The panel of the chosen claim: its statement at once, the rest as soon as the server has answered.
import { render } from "preact";
import { addCopying } from "../pages/copy";
import { ClaimCard } from "./card";
import { fetchParallels, shownDay } from "./data";

export class ClaimPanel {
  #digest = "";
  #rendered = false;

  constructor(private readonly place: HTMLElement) {}

  /** Show a claim; an answer that comes after another claim was chosen is dropped. */
  async show(digest: string, says: string): Promise<void> {
    if (!this.#rendered) this.place.replaceChildren(); // what the server rendered
    this.#rendered = true;
    this.#digest = digest;
    const day = shownDay();
    const draw = (data: Parameters<typeof ClaimCard>[0]["data"]): void => {
      if (this.#digest !== digest) return;
      render(<ClaimCard key={digest} says={says} data={data} day={day} />, this.place);
      addCopying();
    };
    draw(null);
    this.place.closest(".claim-panel")?.scrollTo({ top: 0 });
    try {
      draw(await fetchParallels(digest, day));
    } catch (error) {
      draw(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** Return a button of the reader. */
export function makeButton(words: string, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "step";
  button.textContent = words;
  button.addEventListener("click", press);
  return button;
}
