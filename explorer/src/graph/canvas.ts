// The picture: tells cytoscape what to show, and reports what the reader does in it.

import cytoscape, { type Core, type ElementDefinition, type NodeSingular } from "cytoscape";
import type { GraphLine, GraphNode, View } from "./data";
import { findFree, measureText, type Wish } from "./labels";
import { SIZE, colours, looks, scale, short } from "./looks";

export interface Shown {
  readonly view: View;
  readonly hidden: ReadonlySet<string>;
  readonly pins: Readonly<Record<string, readonly [number, number]>>;
  readonly at: string;
  /** Whether entities already in the picture keep their positions. */
  readonly keep: boolean;
}

export interface CanvasHandlers {
  choose(id: string): void;
  move(id: string, x: number, y: number): void;
}

export interface Canvas {
  readonly cy: Core;
  show(shown: Shown): void;
  fit(): void;
  zoom(factor: number): void;
  neighbour(from: string, dx: number, dy: number): string;
  nextLine(node: string, line: string): string;
  repaint(): void;
}

const MOST_LABELLED = 24;
/** The most lines of a picture in which all are labelled; with more, only those of the chosen entity or line. */

const FIRST = 4;
/** This many names, and one in ten of the others, are written even over shapes: the picture needs landmarks. */

const CROWD = 600;
/** With more lines the picture moves as one image: drawing all of them takes longer than a frame. */

export function canvas(place: HTMLElement, handlers: CanvasHandlers): Canvas {
  const cy = cytoscape({
    container: place,
    style: looks(colours(), 1, 1),
    minZoom: 0.05,
    maxZoom: 6,
    motionBlur: false,
    pixelRatio: 1,
    boxSelectionEnabled: false,
    autounselectify: true,
    layout: { name: "preset" },
  });
  let k = 1;
  let size = 1;
  let lines = new Map<string, GraphLine>();
  let at = "";
  let touched = false;
  let breadth = cy.width();

  // cytoscape caches the position of its canvas; the elements above it may have grown since.
  const renderer = (cy as unknown as { renderer(): { invalidateContainerClientCoordsCache(): void } }).renderer();
  for (const kind of ["pointerenter", "pointerdown"])
    place.addEventListener(kind, () => renderer.invalidateContainerClientCoordsCache(), { capture: true });

  cy.on("dragpan scrollzoom pinchzoom", () => {
    touched = true;
  });
  cy.on("tap", "node, edge", (event) => handlers.choose(event.target.id()));
  cy.on("tap", (event) => {
    if (event.target === cy) handlers.choose("");
  });
  cy.on("dragfree", "node", (event) => {
    const { x, y } = (event.target as NodeSingular).position();
    handlers.move(event.target.id(), x, y);
  });
  cy.on("mouseover", "node, edge", () => place.classList.add("over"));
  cy.on("mouseout", "node, edge", () => place.classList.remove("over"));

  const settle = later(90, () => {
    const wanted = 1 / cy.zoom();
    const fitting = scale(cy.nodes().length);
    if (Math.abs(Math.log(wanted / k)) > 0.12 || fitting !== size) {
      [k, size] = [wanted, fitting];
      cy.style(looks(colours(), k, size));
    }
    name();
  });
  cy.on("zoom resize", settle);
  cy.on("dragfree", settle);

  /** Show the names that have room, the most important first. */
  function name(): void {
    const zoom = cy.zoom();
    const nodes = cy.nodes().toArray() as NodeSingular[];
    const where = new Map(nodes.map((node) => [node.id(), node.renderedPosition()]));
    const taken: Wish[] = [];
    const wishes: (Wish & { weight: number })[] = [];
    for (const node of nodes) {
      const { x, y } = where.get(node.id()) ?? { x: 0, y: 0 };
      const [w, h] = SIZE[node.data("shape") as string] ?? [18, 18];
      taken.push({ id: node.id(), x, y, width: w * size * k * zoom, height: h * size * k * zoom });
      const weight = (node.id() === at ? 1e6 : 0) + (node.hasClass("near") ? 1e4 : 0) + (node.data("seed") ? 1e3 : 0);
      const bold = node.id() === at || node.data("seed") ? 1.09 : 1;
      wishes.push({
        id: node.id(), x, y: y + ((h * size) / 2 + 10) * k * zoom, width: (measureText(node.data("short") as string) * bold + 6) * k * zoom,
        height: 13 * k * zoom, weight: weight + (node.data("degree") as number),
      });
    }
    const few = lines.size <= MOST_LABELLED;
    cy.edges().forEach((edge) => {
      const line = lines.get(edge.id());
      if (!line) return;
      const close = edge.id() === at || line.start === at || line.end === at;
      const say = line.style !== "event" && (few || close);
      edge.toggleClass("say", say);
      if (!say) return;
      const a = where.get(line.start), b = where.get(line.end);
      if (!a || !b) return;
      wishes.push({
        id: edge.id(), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, width: (measureText(line.words) * 0.92 + 6) * k * zoom,
        height: 15 * k * zoom, weight: edge.id() === at ? 1e7 : close ? 5e3 : 0.5,
      });
    });
    wishes.sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
    const first = FIRST + nodes.length / 10;
    const free = findFree(wishes.map((wish, place) => ({ ...wish, over: place < first })), taken);
    cy.batch(() => {
      for (const node of nodes) node.toggleClass("mute", !free.has(node.id()));
      cy.edges(".say").forEach((edge) => void edge.toggleClass("mute", !free.has(edge.id())));
    });
  }

  function show(shown: Shown): void {
    const { view, hidden } = shown;
    const nodes = view.nodes.filter((node) => !hidden.has(node.id));
    const present = new Set(nodes.map((node) => node.id));
    const drawn = view.lines.filter((line) => present.has(line.start) && present.has(line.end));
    lines = new Map(drawn.map((line) => [line.id, line]));
    at = shown.at;
    const first = cy.nodes().empty();
    const fresh: GraphNode[] = [];
    // A large picture moves as one image; what comes into view is drawn when the movement stops.
    (cy as Core & { renderer(): { textureOnViewport: boolean } }).renderer().textureOnViewport = drawn.length > CROWD;
    cy.batch(() => {
      cy.elements().forEach((one) => void (present.has(one.id()) || lines.has(one.id()) || one.remove()));
      for (const node of nodes) {
        const known = cy.getElementById(node.id);
        const pin = shown.pins[node.id];
        if (known.empty()) {
          fresh.push(node);
          cy.add({ group: "nodes", data: dataOf(node), position: spot(node, pin) });
        } else {
          known.data(dataOf(node));
          if (pin || !shown.keep) (known as NodeSingular).position(spot(node, pin));
        }
        cy.getElementById(node.id).toggleClass("pinned", Boolean(pin));
      }
      const many = new Map<string, number>();
      for (const line of drawn) many.set(pair(line), (many.get(pair(line)) ?? 0) + 1);
      for (const line of drawn) {
        const known = cy.getElementById(line.id);
        const data = { ...edgeOf(line), many: many.get(pair(line)) ?? 1 };
        if (known.empty()) cy.add({ group: "edges", data });
        else known.data(data);
      }
      mark(view, shown.at);
    });
    if (shown.keep && !first) gather(fresh, shown);
    const narrowed = Math.abs(cy.width() - breadth) > 40;
    breadth = cy.width();
    if (first || !shown.keep || (narrowed && !touched)) fit();
    else {
      bringIntoView(shown.at);
      settle.now();
    }
  }

  /** Bring the chosen entity or line into view. */
  function bringIntoView(id: string): void {
    const one = id ? cy.getElementById(id) : null;
    if (!one || one.empty()) return;
    const { x1, x2, y1, y2 } = one.renderedBoundingBox({ includeLabels: false });
    if (x1 < 10 || y1 < 10 || x2 > cy.width() - 10 || y2 > cy.height() - 10) cy.center(one);
  }

  /** Place new entities around the one they came from, not where a layout of all would put them. */
  function gather(fresh: readonly GraphNode[], shown: Shown): void {
    const places = new Map<string, GraphNode[]>();
    const isFresh = new Set(fresh.map((node) => node.id));
    for (const node of fresh) {
      if (shown.pins[node.id]) continue;
      const line = shown.view.lines.find(
        (one) => (one.start === node.id && !isFresh.has(one.end)) || (one.end === node.id && !isFresh.has(one.start)),
      );
      const from = line ? (line.start === node.id ? line.end : line.start) : "";
      if (from && cy.getElementById(from).nonempty()) places.set(from, [...(places.get(from) ?? []), node]);
    }
    const spots: Wish[] = [];
    const room = 52 * k;
    cy.nodes().forEach((node) => {
      if (!isFresh.has(node.id())) spots.push({ id: "", ...node.position(), width: room, height: room });
    });
    for (const [from, some] of places) {
      const centre = (cy.getElementById(from) as NodeSingular).position();
      let turn = 0;
      let far = 104 * k;
      for (const node of some) {
        for (let tries = 0; tries < 400; tries++) {
          const spotted = { x: centre.x + far * 1.25 * Math.cos(turn), y: centre.y + far * Math.sin(turn) };
          turn += (66 * k) / far;
          if (turn > 2 * Math.PI) {
            turn = 0.3;
            far += 58 * k;
          }
          const wish = { id: node.id, ...spotted, width: room, height: room };
          if (findFree([wish], spots).size) {
            spots.push(wish);
            (cy.getElementById(node.id) as NodeSingular).position(spotted);
            break;
          }
        }
      }
    }
  }

  function mark(view: View, chosen: string): void {
    cy.elements().removeClass("at near way weakest");
    for (const hop of view.path?.rows ?? []) {
      const on = cy.edges().filter((edge) => {
        const line = lines.get(edge.id());
        const ends = line && [line.start, line.end];
        return Boolean(ends?.includes(hop.from_id) && ends.includes(hop.to_id) && (!hop.fact || !line?.fact || line.fact === hop.fact));
      });
      on.addClass(hop.weakest ? "weakest" : "way");
    }
    const one = chosen ? cy.getElementById(chosen) : null;
    if (!one || one.empty()) return;
    one.addClass("at");
    one.neighborhood("node").addClass("near");
    if (lines.has(chosen)) cy.$id(chosen).connectedNodes().addClass("near");
  }

  function fit(): void {
    touched = false;
    // Twice: names have the same size at every zoom, and take part in what fits.
    for (const padding of [34, 14]) {
      cy.fit(undefined, padding);
      if (cy.zoom() > 1.6) {
        cy.zoom(1.6);
        cy.center();
      }
      settle.now();
    }
  }

  function neighbour(from: string, dx: number, dy: number): string {
    const here = cy.getElementById(from);
    if (here.empty() || !here.isNode()) return (cy.nodes("[?seed]").first() as NodeSingular).id() ?? cy.nodes().first().id() ?? "";
    const { x, y } = (here as NodeSingular).position();
    let best = "", score = Infinity;
    const near = here.neighborhood("node");
    for (const [some, cost] of [[near, 1], [cy.nodes(), 6]] as const) {
      some.forEach((other) => {
        if (other.id() === from) return;
        const there = (other as NodeSingular).position();
        const along = (there.x - x) * dx + (there.y - y) * dy;
        const aside = Math.abs((there.x - x) * dy) + Math.abs((there.y - y) * dx);
        const distance = (along + 2 * aside) * cost;
        if (along > 0 && aside <= along * 1.8 && distance < score) [best, score] = [other.id(), distance];
      });
    }
    return best;
  }

  function nextLine(node: string, line: string): string {
    const ids = cy.getElementById(node).connectedEdges().map((edge) => edge.id()).sort();
    return ids[(ids.indexOf(line) + 1) % Math.max(ids.length, 1)] ?? "";
  }

  return {
    cy,
    show,
    fit,
    zoom: (factor) => void cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    neighbour,
    nextLine,
    repaint: () => {
      cy.style(looks(colours(), k, size));
      name();
    },
  };
}

function spot(node: GraphNode, pin: readonly [number, number] | undefined): { x: number; y: number } {
  return pin ? { x: pin[0], y: pin[1] } : { x: node.x, y: node.y };
}

const pair = (line: GraphLine): string => [line.start, line.end].sort().join(" ");

const dataOf = (node: GraphNode): ElementDefinition["data"] => ({
  id: node.id, shape: node.shape, short: short(node.name ?? node.id), seed: node.seed, degree: node.degree,
});

const edgeOf = (line: GraphLine): ElementDefinition["data"] & { source: string; target: string } => ({
  id: line.id, source: line.start, target: line.end, style: line.style, words: line.words,
  thick: Math.min(Math.max(line.origins, 1), 5), denials: line.denied ? 0 : line.denials,
});

/** Run after a pause; `now` runs at once. */
function later(pause: number, run: () => void): { (): void; now(): void } {
  let timer = 0;
  const waiting = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(run, pause);
  };
  return Object.assign(waiting, {
    now: (): void => {
      clearTimeout(timer);
      run();
    },
  });
}
