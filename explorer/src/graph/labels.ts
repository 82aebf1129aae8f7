// Which names are shown: the most important first, without overlapping another name or a shape.

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Wish {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether it may overlap shapes (but never other names). */
  readonly over?: boolean;
}

const areApart = (a: Box, b: Box): boolean =>
  a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

const toBox = (wish: Wish): Box => ({
  left: wish.x - wish.width / 2,
  right: wish.x + wish.width / 2,
  top: wish.y - wish.height / 2,
  bottom: wish.y + wish.height / 2,
});

const CELL = 64;

/** Return the ids whose boxes are free: `wishes` in order of importance, around the `taken` boxes. */
export function findFree(wishes: readonly Wish[], taken: readonly Wish[]): Set<string> {
  const cells = new Map<string, Box[]>();
  const shapes = new Set<Box>();
  const keys = (b: Box): string[] => {
    const covered: string[] = [];
    for (let x = Math.floor(b.left / CELL); x <= Math.floor(b.right / CELL); x++)
      for (let y = Math.floor(b.top / CELL); y <= Math.floor(b.bottom / CELL); y++) covered.push(`${x} ${y}`);
    return covered;
  };
  const put = (b: Box): void => {
    for (const key of keys(b)) {
      const boxes = cells.get(key);
      if (boxes) boxes.push(b);
      else cells.set(key, [b]);
    }
  };
  for (const one of taken) {
    const b = toBox(one);
    shapes.add(b);
    put(b);
  }
  const free = new Set<string>();
  for (const wish of wishes) {
    const mine = toBox(wish);
    if (keys(mine).every((key) => (cells.get(key) ?? []).every((other) => areApart(mine, other) || (wish.over === true && shapes.has(other))))) {
      free.add(wish.id);
      put(mine);
    }
  }
  return free;
}

const pen = document.createElement("canvas").getContext("2d");
const widths = new Map<string, number>();

/** Return the width of a text at 12 pixels, in pixels of the screen. */
export function measureText(text: string): number {
  const cached = widths.get(text);
  if (cached !== undefined) return cached;
  if (pen) pen.font = "12px Helvetica Neue, Helvetica, sans-serif";
  const width = pen ? pen.measureText(text).width : text.length * 7;
  widths.set(text, width);
  return width;
}
