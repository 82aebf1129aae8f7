// Which names are written: those that matter most first, none over another or over a shape.

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
  /** Whether it may stand over shapes, if not over other names. */
  readonly over?: boolean;
}

const apart = (a: Box, b: Box): boolean =>
  a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

const box = (wish: Wish): Box => ({
  left: wish.x - wish.width / 2,
  right: wish.x + wish.width / 2,
  top: wish.y - wish.height / 2,
  bottom: wish.y + wish.height / 2,
});

const CELL = 64;

/** The ids whose boxes are free: `wishes` in the order of importance, around `taken` ones. */
export function placed(wishes: readonly Wish[], taken: readonly Wish[]): Set<string> {
  const cells = new Map<string, Box[]>();
  const shapes = new Set<Box>();
  const keys = (b: Box): string[] => {
    const found: string[] = [];
    for (let x = Math.floor(b.left / CELL); x <= Math.floor(b.right / CELL); x++)
      for (let y = Math.floor(b.top / CELL); y <= Math.floor(b.bottom / CELL); y++) found.push(`${x} ${y}`);
    return found;
  };
  const put = (b: Box): void => {
    for (const key of keys(b)) {
      const held = cells.get(key);
      if (held) held.push(b);
      else cells.set(key, [b]);
    }
  };
  for (const one of taken) {
    const b = box(one);
    shapes.add(b);
    put(b);
  }
  const free = new Set<string>();
  for (const wish of wishes) {
    const mine = box(wish);
    if (keys(mine).every((key) => (cells.get(key) ?? []).every((other) => apart(mine, other) || (wish.over === true && shapes.has(other))))) {
      free.add(wish.id);
      put(mine);
    }
  }
  return free;
}

const pen = document.createElement("canvas").getContext("2d");
const widths = new Map<string, number>();

/** How wide a text is, in pixels of the screen, at 12 pixels. */
export function wide(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (pen) pen.font = "12px Helvetica Neue, Helvetica, sans-serif";
  const found = pen ? pen.measureText(text).width : text.length * 7;
  widths.set(text, found);
  return found;
}
