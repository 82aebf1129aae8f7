// Buttons that copy the citation of a passage or the address of the page.
import { S } from "./strings";

/** Add a button beside every citation, and one for the page's own address. */
export function addCopying(): void {
  for (const area of document.querySelectorAll<HTMLTextAreaElement>("textarea.cite")) {
    if (area.nextElementSibling?.classList.contains("copy")) continue;
    area.after(button(S.copyCitation, () => area.value));
  }
  const about = document.getElementById("about-page");
  if (about && !about.querySelector(".copy")) about.append(" ", button(S.copyLink, () => location.href));
}

function button(words: string, text: () => string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "copy";
  made.textContent = words;
  made.setAttribute("aria-live", "polite");
  made.addEventListener("click", () => void press(made, words, text()));
  return made;
}

async function press(made: HTMLButtonElement, words: string, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    made.textContent = S.copied;
  } catch {
    made.textContent = S.notCopied;
  }
  setTimeout(() => (made.textContent = words), 2500);
}
