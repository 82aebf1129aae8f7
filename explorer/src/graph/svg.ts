// The picture as a file: an SVG with the same entities, lines and styles, in colours for paper.

import type { Core, NodeSingular } from "cytoscape";
import type { View } from "./data";
import { PAPER, SIZE, scale, short, width } from "./looks";
import { G, SHAPES, STYLES } from "../strings";

const safe = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter] ?? letter);

const DASHES: Readonly<Record<string, string>> = { accusation: "6 4", denied: "2 4", event: "1.5 3.5" };
const INKS: Readonly<Record<string, string>> = {
  fact: PAPER.thread, event: PAPER.thread, finding: PAPER.ink, accusation: PAPER.accusation, denied: PAPER.denied, proceeding: PAPER.link,
};

/** Draw a line between two points in its style; `bend` separates lines between the same ends. */
export function stroke(style: string, thick: number, denials: number, a: Spot, b: Spot, bend = 0): string {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [mx, my] = [(a.x + b.x) / 2 - ((b.y - a.y) / length) * bend, (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend];
  const path = `d="M${n(a.x)} ${n(a.y)}Q${n(mx)} ${n(my)} ${n(b.x)} ${n(b.y)}" fill="none"`;
  const ink = INKS[style] ?? PAPER.thread;
  const dash = DASHES[style] ? ` stroke-dasharray="${DASHES[style]}"` : "";
  const drawn =
    style === "proceeding"
      ? `<path ${path} stroke="${ink}" stroke-width="${n(thick + 2.6)}"/><path ${path} stroke="${PAPER.bg}" stroke-width="${n(thick + 0.4)}"/>`
      : `<path ${path} stroke="${ink}" stroke-width="${n(thick)}"${dash}/>`;
  const [cx, cy] = [(a.x + 2 * mx + b.x) / 4, (a.y + 2 * my + b.y) / 4];
  const [dx, dy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const half = 3 + thick;
  const corners = [[cx + dx * 5, cy + dy * 5], [cx - dx * 4 - dy * half, cy - dy * 4 + dx * half], [cx - dx * 4 + dy * half, cy - dy * 4 - dx * half]];
  const arrow = style === "event" ? "" : `<polygon points="${corners.map(([x, y]) => `${n(x ?? 0)},${n(y ?? 0)}`).join(" ")}" fill="${ink}"/>`;
  if (!denials) return drawn + arrow;
  const [ux, uy] = [-dy * 7, dx * 7];
  const [tx, ty] = [cx - dx * 6, cy - dy * 6];
  return `${drawn}${arrow}<path d="M${n(tx - ux)} ${n(ty - uy)}L${n(tx + ux)} ${n(ty + uy)}" stroke="${PAPER.denied}" stroke-width="3"/>`;
}

export interface Spot {
  x: number;
  y: number;
}

const n = (value: number): string => String(Math.round(value * 10) / 10);

/** Draw a shape around a point. */
export function shape(kind: string, { x, y }: Spot, fill: string, size = 1): string {
  const [w, h] = (SIZE[kind] ?? [18, 18]).map((length) => length * size) as [number, number];
  const look = `fill="${fill}" stroke="${PAPER.ink}" stroke-width="1.6"`;
  if (kind === "person") return `<circle cx="${n(x)}" cy="${n(y)}" r="${w / 2}" ${look}/>`;
  if (kind === "place" || kind === "group")
    return `<rect x="${n(x - w / 2)}" y="${n(y - h / 2)}" width="${w}" height="${h}"${kind === "group" ? ' rx="5"' : ""} ${look}/>`;
  const points = kind === "matter" ? [[0, -1], [1, 0], [0, 1], [-1, 0]] : [[-0.62, -1], [0.62, -1], [1, 1], [-1, 1]];
  return `<polygon points="${points.map(([px, py]) => `${n(x + ((px ?? 0) * w) / 2)},${n(y + ((py ?? 0) * h) / 2)}`).join(" ")}" ${look}/>`;
}

/** Draw the whole picture, with its legend and the address of its page. */
export function picture(cy: Core, view: View, address: string): string {
  const zoom = cy.zoom();
  const at = new Map<string, Spot>();
  cy.nodes().forEach((node) => void at.set(node.id(), { x: node.position().x * zoom, y: node.position().y * zoom }));
  const xs = [...at.values()].map((spot) => spot.x), ys = [...at.values()].map((spot) => spot.y);
  const left = Math.min(...xs, 0) - 90, top = Math.min(...ys, 0) - 50;
  const wide = Math.max(Math.max(...xs, 0) - left + 90, 760), high = Math.max(...ys, 0) - top + 120;
  const seen = new Map<string, number>();
  const lines = view.lines.flatMap((line) => {
    const a = at.get(line.start), b = at.get(line.end);
    if (!a || !b || line.start === line.end) return [];
    const key = [line.start, line.end].sort().join(" ");
    const number = seen.get(key) ?? 0;
    seen.set(key, number + 1);
    const bend = Math.ceil(number / 2) * 16 * (number % 2 ? 1 : -1) * (line.start < line.end ? 1 : -1);
    return [`<g><title>${safe(line.statement)} (${safe(STYLES[line.style] ?? "")})</title>${stroke(line.style, width(line.origins), line.denied ? 0 : line.denials, a, b, bend)}</g>`];
  });
  const size = scale(view.nodes.length);
  const nodes = view.nodes.flatMap((node) => {
    const spot = at.get(node.id);
    if (!spot) return [];
    const muted = (cy.getElementById(node.id) as NodeSingular).hasClass("mute");
    const [, h] = SIZE[node.shape] ?? [18, 18];
    const words = muted ? "" : `<text x="${n(spot.x)}" y="${n(spot.y + (h * size) / 2 + 13)}" text-anchor="middle" stroke="${PAPER.bg}" stroke-width="3" paint-order="stroke"${node.seed ? ' font-weight="700"' : ""}>${safe(short(node.name))}</text>`;
    return [`<g><title>${safe(node.name)}, ${safe(node.kind)}</title>${shape(node.shape, spot, node.seed ? PAPER.mark : PAPER.bg, size)}${words}</g>`];
  });
  const rows = address.match(/.{1,110}/g) ?? [];
  const whole = high + rows.length * 14;
  const key = [
    ...Object.entries(SHAPES).map(([kind, words], index) => {
      const spot = { x: left + 30 + index * 150, y: top + high - 58 };
      return `${shape(kind, spot, PAPER.bg)}<text x="${n(spot.x + 18)}" y="${n(spot.y + 4)}">${safe(words)}</text>`;
    }),
    ...Object.entries(STYLES).map(([style, words], index) => {
      const spot = { x: left + 14 + index * 125, y: top + high - 34 };
      const line = stroke(style, 1.6, 0, spot, { x: spot.x + 26, y: spot.y });
      return `${line}<text x="${n(spot.x + 32)}" y="${n(spot.y + 4)}">${safe(words.split(":")[0] ?? words)}</text>`;
    }),
    ...[G.pictureNote, ...rows].map(
      (words, row) => `<text x="${n(left + 14)}" y="${n(top + high - 10 + row * 14)}" fill="${PAPER.soft}">${safe(words)}</text>`,
    ),
  ];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${n(left)} ${n(top)} ${n(wide)} ${n(whole)}" width="${n(wide)}" height="${n(whole)}" ` +
    `font-family="Helvetica, Arial, sans-serif" font-size="12" role="img"><title>${safe(G.pictureTitle)}</title>` +
    `<rect x="${n(left)}" y="${n(top)}" width="100%" height="100%" fill="${PAPER.bg}"/>${lines.join("")}${nodes.join("")}<g font-size="11">${key.join("")}</g></svg>`
  );
}
