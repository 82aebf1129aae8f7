// How kinds and standings look, on the canvas and in a saved picture; colours come from the style sheet.

import type { StylesheetJson } from "cytoscape";
import tokens from "../../../reports/render/tokens.json";

const { light } = tokens;

export interface Colours {
  ink: string;
  soft: string;
  thread: string;
  bg: string;
  accusation: string;
  denied: string;
  link: string;
  mark: string;
  focus: string;
}

/** Return the colours of the page's current scheme, light or dark. */
export function colours(): Colours {
  const of = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"), soft: of("soft"), thread: of("thread"), bg: of("surface"), accusation: of("accusation"), denied: of("denied"), link: of("link"),
    mark: of("mark3"), focus: of("focus"),
  };
}

/** The colours for paper and saved pictures. */
export const PAPER: Colours = {
  ink: light.ink, soft: light.soft, thread: light.thread, bg: light.surface, accusation: light.accusation, denied: light.denied,
  link: light.link, mark: light.mark3, focus: light.focus,
};

export const SIZE: Readonly<Record<string, readonly [number, number]>> = {
  person: [17, 17],
  body: [20, 16],
  place: [15, 15],
  group: [22, 14],
  matter: [19, 19],
};
/** Width and height of each shape, in pixels of the screen. */

/** Return the scale of shapes for a number of entities: a large picture needs smaller shapes. */
export const scale = (nodes: number): number => Math.min(1, Math.max(0.5, Math.sqrt(70 / Math.max(nodes, 1))));

export const width = (origins: number): number => 1.3 + 0.9 * Math.min(Math.max(origins - 1, 0), 4);
/** Thickness of a line by its independent origins. */

const ARROW = 1.1;
/** About ten pixels of the screen. */

export const NAME = 24;
/** Longer names are cut on the canvas; the pane and the table show them in full. */

export const short = (name: string): string =>
  name.length <= NAME + 4 ? name : `${name.slice(0, NAME + 2).trimEnd()}…`;

/** Return the style sheet of the canvas; `k` is the number of layout units per pixel of the screen. */
export function looks(c: Colours, k: number, size: number): StylesheetJson {
  const px = (n: number): number => n * k;
  const shapes = Object.entries(SIZE).map(([shape, [w, h]]) => ({
    selector: `node[shape = "${shape}"]`,
    style: { width: px(w * size), height: px(h * size) },
  }));
  return [
    {
      selector: "node",
      style: {
        label: "data(short)",
        "font-size": px(12),
        color: c.ink,
        "text-valign": "bottom",
        "text-margin-y": px(3),
        "text-background-color": c.bg,
        "text-background-opacity": 0.75,
        "background-color": c.bg,
        "border-width": px(1.6),
        "border-color": c.ink,
        "min-zoomed-font-size": 5,
        "overlay-opacity": 0,
      },
    },
    ...shapes,
    { selector: 'node[shape = "person"]', style: { shape: "ellipse" } },
    { selector: 'node[shape = "body"]', style: { shape: "polygon", "shape-polygon-points": [-0.62, -1, 0.62, -1, 1, 1, -1, 1] } },
    { selector: 'node[shape = "place"]', style: { shape: "rectangle" } },
    { selector: 'node[shape = "group"]', style: { shape: "round-rectangle" } },
    { selector: 'node[shape = "matter"]', style: { shape: "diamond" } },
    { selector: "node[?seed]", style: { "background-color": c.mark, "font-weight": "bold" } },
    { selector: "node.pinned", style: { "border-width": px(3.2) } },
    { selector: "node.mute", style: { label: "" } },
    {
      selector: "edge",
      style: {
        "curve-style": "haystack",
        "haystack-radius": 0,
        // Opaque: blending halves the frame rate of a large picture.
        "line-color": c.thread,
        "mid-target-arrow-shape": "triangle",
        "mid-target-arrow-color": c.thread,
        "arrow-scale": px(ARROW),
        "overlay-opacity": 0,
        "min-zoomed-font-size": 5,
      },
    },
    ...[1, 2, 3, 4, 5].map((n) => ({ selector: `edge[thick = ${n}]`, style: { width: px(width(n) * Math.max(size, 0.6)) } })),
    { selector: "edge[many > 1]", style: { "haystack-radius": 0.55 } },
    { selector: 'edge[style = "event"]', style: { "line-style": "dashed", "line-dash-pattern": [px(1.5), px(3.5)], "mid-target-arrow-shape": "none" } },
    { selector: 'edge[style = "finding"]', style: { "line-color": c.ink, "mid-target-arrow-color": c.ink } },
    { selector: 'edge[style = "accusation"]', style: { "line-color": c.accusation, "mid-target-arrow-color": c.accusation, "line-style": "dashed", "line-dash-pattern": [px(6), px(4)] } },
    { selector: 'edge[style = "proceeding"]', style: { "line-color": c.bg, "line-outline-width": px(1.1), "line-outline-color": c.link, "mid-target-arrow-color": c.link } },
    { selector: 'edge[style = "denied"]', style: { "line-color": c.denied, "mid-target-arrow-color": c.denied, "line-style": "dashed", "line-dash-pattern": [px(2), px(4)] } },
    { selector: "edge[denials > 0]", style: { "mid-source-arrow-shape": "tee", "mid-source-arrow-color": c.denied } },
    { selector: "edge.way", style: { "line-color": c.focus } },
    { selector: "edge.weakest", style: { "line-color": c.accusation } },
    {
      selector: "edge.say",
      style: {
        label: "data(words)",
        "font-size": px(11),
        color: c.ink,
        "text-background-color": c.bg,
        "text-background-opacity": 0.9,
        "text-background-padding": `${px(2)}px`,
        "text-rotation": "none",
        "text-margin-y": px(-15), // beside the arrow
      },
    },
    { selector: "edge.mute", style: { label: "" } },
    { selector: "node.near", style: { "border-color": c.focus } },
    { selector: "node.at", style: { "border-color": c.focus, "border-width": px(4), "font-weight": "bold" } },
    { selector: "edge.at", style: { "line-color": c.focus, "line-outline-color": c.focus } },
  ] as StylesheetJson;
}
