import { beforeEach, describe, expect, it, vi } from "vitest";
import { buildText } from "./build_text";
import { TextView } from "./text_view";

const LENGTH = 100;

/** A text of many passages; every fifth has a second claim on the end of its words. */
function makeText(passages: number) {
  const claims = [];
  const pieces = [];
  for (let at = 0; at < passages; at++) {
    const start = at * LENGTH;
    const own = { id: `claim/${at}`, says: `Claim ${at}.`, start, end: start + LENGTH };
    claims.push(own);
    if (at % 5) pieces.push({ start, end: own.end, text: `${"word ".repeat(20)}\n`, claims: [own.id] });
    else {
      const inner = { ...own, id: `claim/${at}-inner`, start: start + 50 };
      claims.push(inner);
      pieces.push({ start, end: inner.start, text: "word ".repeat(10), claims: [own.id] });
      pieces.push({ start: inner.start, end: own.end, text: "last ".repeat(10), claims: [own.id, inner.id] });
    }
  }
  return { held: true, state: "", label: "", length: passages * LENGTH, pieces, claims };
}

describe("a text with marked claims", () => {
  const root = document.createElement("div");
  const choose = vi.fn();
  const point = vi.fn();
  beforeEach(() => vi.clearAllMocks());

  it("touches only the elements of two claims, however many there are", async () => {
    root.replaceChildren(...buildText(makeText(1700)));
    const view = new TextView(root, { choose, point });
    view.choose(1);
    const touched = new Set<Node>();
    const observer = new MutationObserver((records) => records.forEach(({ target }) => touched.add(target)));
    observer.observe(root, { subtree: true, attributes: true });
    view.choose(2001);
    view.point(7);
    await new Promise((resolve) => setTimeout(resolve));
    expect(root.querySelectorAll("mark").length).toBe(2040);
    expect(touched.size).toBeLessThanOrEqual(6);
    expect(root.querySelectorAll(".lit").length).toBeGreaterThan(0);
  });

  it("marks the whole span of one claim, with its ends", () => {
    root.replaceChildren(...buildText(makeText(5)));
    const view = new TextView(root, { choose, point });
    view.choose(1);
    const chosen = [...root.querySelectorAll("mark.chosen")];
    expect(chosen.map((mark) => mark.textContent?.trim().slice(-4))).toEqual(["word", "last"]);
    expect(chosen.map((mark) => [mark.classList.contains("first"), mark.classList.contains("last")])).toEqual([[true, false], [false, true]]);
    view.choose(0);
    expect(root.querySelectorAll(".chosen, .first, .last").length).toBe(0);
  });

  it("points at and chooses the shorter claim first, then the longer", () => {
    root.replaceChildren(...buildText(makeText(5)));
    const view = new TextView(root, { choose: (claim) => (choose(claim), view.choose(claim)), point });
    const both = root.querySelector("mark.n2");
    both?.dispatchEvent(new Event("pointerover", { bubbles: true }));
    expect(point).toHaveBeenLastCalledWith(2);
    for (let click = 0; click < 3; click++) both?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    expect(choose.mock.calls).toEqual([[2], [1], [2]]);
  });

  it("shows fewer claims on the same words after filtering", () => {
    root.replaceChildren(...buildText(makeText(5)));
    const view = new TextView(root, { choose, point });
    view.filter((claim) => claim !== 2);
    expect(root.querySelectorAll("mark.n2").length).toBe(0);
    view.filter(() => false);
    expect(root.querySelectorAll("mark.n0").length).toBe(root.querySelectorAll("mark").length);
  });
});
