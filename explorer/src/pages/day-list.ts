// The days on which something became known, as the server counts them.

export interface Day {
  readonly day: string;
  readonly claims_known: number;
  readonly claims_possible: number;
  readonly sentence: string;
}

/** Return the index of the last day that is not later than `day`, -1 before the first. */
export const findIndex = (days: readonly Day[], day: string): number => days.findLastIndex((one) => one.day <= day);

export interface Tick {
  readonly known: number;
  readonly possible: number;
}

const TALLEST = 18;
const SHORTEST = 2;

/** Return how tall the tick of each day is: by the statements that became known, certainly or possibly, on it. */
export function measureTicks(days: readonly Day[]): readonly Tick[] {
  const gains = days.map((day, index) => {
    const before = days[index - 1];
    const known = Math.max(0, day.claims_known - (before?.claims_known ?? 0));
    const seen = day.claims_known + day.claims_possible - (before ? before.claims_known + before.claims_possible : 0);
    return { known, possible: Math.max(0, seen) };
  });
  const most = Math.max(1, ...gains.map(({ known, possible }) => known + possible));
  return gains.map(({ known, possible }) => {
    const all = known + possible;
    const tall = all ? Math.max(SHORTEST, TALLEST * Math.sqrt(all / most)) : SHORTEST;
    const share = all ? known / all : 0;
    return { known: tall * share, possible: tall * (1 - share) };
  });
}
