// The scale of a picture's axis: proportional between the days on which something begins or ends.
// The server writes it into the picture: "2026-01-16:374 2026-01-21:520".

const DAY = 86_400_000;

export const readDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
export const writeDay = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);

/** Return a day in words: 20 January 2026. */
export const describeDay = (day: string): string =>
  day && new Date(readDay(day) * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

export class TimeScale {
  readonly #stops: readonly { readonly day: number; readonly x: number }[];

  constructor(text: string) {
    this.#stops = text.split(" ").filter(Boolean).map((stop) => {
      const place = stop.lastIndexOf(":");
      return { day: readDay(stop.slice(0, place)), x: Number(stop.slice(place + 1)) };
    });
  }

  /** First and last day, inclusive. */
  get first(): string {
    return writeDay(this.#stops[0]?.day ?? 0);
  }
  get last(): string {
    return writeDay((this.#stops.at(-1)?.day ?? 1) - 1);
  }
  get left(): number {
    return this.#stops[0]?.x ?? 0;
  }
  get right(): number {
    return this.#stops.at(-1)?.x ?? 0;
  }

  /** Return where a day begins; days outside the scale are at its ends. */
  findX(day: string): number {
    return this.#convert(readDay(day), "day", "x");
  }

  /** Return where a day ends. */
  findEnd(day: string): number {
    return this.#convert(readDay(day) + 1, "day", "x");
  }

  /** Return the day at a place. */
  findDay(x: number): string {
    return writeDay(Math.min(Math.floor(this.#convert(x, "x", "day") + 1e-6), readDay(this.last)));
  }

  #convert(value: number, from: "day" | "x", to: "day" | "x"): number {
    const [low, high] = [this.#stops[0], this.#stops.at(-1)];
    if (!low || !high || value <= low[from]) return low?.[to] ?? 0;
    if (value >= high[from]) return high[to];
    const index = this.#stops.findIndex((stop) => stop[from] >= value);
    const [before, after] = [this.#stops[index - 1] ?? low, this.#stops[index] ?? high];
    return before[to] + ((value - before[from]) / (after[from] - before[from])) * (after[to] - before[to]);
  }
}
