// The controls over a picture to choose days on it: two handles that keys and pointers move, and two veils.
import { makeSvg, setAttributes } from "../shared/elements";
import { C } from "../shared/words";
import { isLimited, type Range } from "./range";
import { describeDay, readDay, writeDay, type TimeScale } from "./scale";

export type Side = "from" | "to";
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7 };
const TOP = 24;

export class Handles {
  readonly #veils: Readonly<Record<Side, SVGRectElement>>;
  readonly #grips: Readonly<Record<Side, SVGGElement>>;

  constructor(
    svg: SVGSVGElement,
    private readonly scale: TimeScale,
    private readonly bottom: number,
    private readonly moved: (side: Side, day: string) => void,
  ) {
    const veil = (): SVGRectElement => makeSvg("rect", { class: "veil", y: TOP, height: bottom - TOP });
    this.#veils = { from: veil(), to: veil() };
    this.#grips = { from: this.#makeGrip("from"), to: this.#makeGrip("to") };
    svg.append(makeSvg("g", { class: "brush" }, this.#veils.from, this.#veils.to, this.#grips.from, this.#grips.to));
  }

  #makeGrip(side: Side): SVGGElement {
    const grip = makeSvg(
      "g",
      {
        class: "grip", role: "slider", tabindex: 0, "data-side": side,
        "aria-label": side === "from" ? C.firstDay : C.lastDay,
        "aria-valuemin": readDay(this.scale.first), "aria-valuemax": readDay(this.scale.last),
      },
      makeSvg("path", { class: "stem", d: `M0 ${TOP}V${this.bottom}` }),
      makeSvg("rect", { class: "knob", x: -6, y: TOP - 4, width: 12, height: 22, rx: 4 }),
      makeSvg("rect", { class: "reach", x: -14, y: TOP - 12, width: 28, height: 40 }),
    );
    grip.addEventListener("keydown", (event) => this.#key(event, side));
    return grip;
  }

  #key(event: KeyboardEvent, side: Side): void {
    const step = STEPS[event.key];
    const now = Number(this.#grips[side].getAttribute("aria-valuenow"));
    const [first, last] = [readDay(this.scale.first), readDay(this.scale.last)];
    const next = step !== undefined ? now + step : event.key === "Home" ? first : event.key === "End" ? last : null;
    if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.moved(side, writeDay(Math.min(last, Math.max(first, next))));
  }

  /** Draw a range. */
  show(range: Range): void {
    const { scale } = this;
    const [from, to] = [range.from || scale.first, range.to || scale.last];
    const [left, right] = [scale.findX(from), scale.findEnd(to)];
    setAttributes(this.#veils.from, { x: scale.left, width: Math.max(0, left - scale.left) });
    setAttributes(this.#veils.to, { x: right, width: Math.max(0, scale.right - right) });
    for (const [side, x, day, chosen] of [["from", left, from, range.from], ["to", right, to, range.to]] as const) {
      setAttributes(this.#grips[side], {
        transform: `translate(${x} 0)`, "aria-valuenow": readDay(day), "aria-valuetext": chosen ? describeDay(day) : `${describeDay(day)}, ${C.noLimit}`,
      });
    }
    this.#veils.from.parentElement?.classList.toggle("limited", isLimited(range));
  }
}
