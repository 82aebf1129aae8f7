// The whole graph view: one state, kept in the address bar; every action is a step that can be undone.

import { createRef, render } from "preact";
import { G } from "../strings";
import { Board, type Tool } from "./board";
import { type Canvas, canvas } from "./canvas";
import { type GraphLine, type GraphNode, type Unfolding, type View, fetchJson } from "./data";
import { LinePane, NodePane, type PaneProps, PathPane } from "./pane";
import { type History, type State, EMPTY, buildFilterQuery, buildViewQuery, goTo, isSamePicture, parseState, redoStep, startHistory, toAddress, undoStep } from "./state";
import { picture } from "./svg";
import { Tables } from "./tables";

const NOTHING: View = { nodes: [], lines: [], left_out: { nodes: 0, lines: 0, ties: 0, hubs: 0 }, begin: false, path: null };
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

export class Explorer {
  private history: History = startHistory(parseState(location.search));
  private view: View = NOTHING;
  private message = "";
  private trouble = "";
  private open = Boolean(this.state.at || (this.state.from && this.state.to));
  private picture: Canvas | null = null;
  private asking = 0;
  private readonly place = createRef<HTMLDivElement>();
  private readonly help = createRef<HTMLDialogElement>();

  constructor(
    private readonly board: HTMLElement,
    private readonly tables: HTMLElement,
  ) {}

  private get state(): State {
    return this.history.now;
  }

  private get day(): string {
    return this.state.filters["as_of"] ?? "";
  }

  /** Replace the tables that came with the page, and draw. */
  start(): void {
    this.board.hidden = false;
    this.tables.replaceChildren();
    this.render();
    const place = this.place.current;
    if (!place) return;
    this.picture = canvas(place, {
      choose: (id) => this.choose(id),
      move: (id, x, y) => this.go({ ...this.state, pins: { ...this.state.pins, [id]: [Math.round(x), Math.round(y)] } }, true),
    });
    window.addEventListener("popstate", () => {
      this.history = startHistory(parseState(location.search));
      void this.load(false);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.picture?.repaint());
    for (const moment of ["beforeprint", "afterprint"])
      window.addEventListener(moment, () => {
        this.picture?.cy.resize();
        this.picture?.fit();
      });
    this.takeForms();
    void this.load(false);
  }

  /** Apply the page's forms without loading a new page. */
  private takeForms(): void {
    document.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches("#sift, #way, form.asof")) return;
      event.preventDefault();
      const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
      const { seed: _seed, open: _open, hide: _hide, from = "", to = "", ...filters } = given;
      if (form.id === "way") this.go({ ...EMPTY, from, to, filters: this.day ? { as_of: this.day } : {} }, false);
      else if (form.id === "sift") this.go({ ...this.state, filters: dropDefaults(filters) }, false);
      else this.go({ ...this.state, filters: dropDefaults({ ...this.state.filters, as_of: given["as_of"] ?? "" }) }, false);
    });
  }

  /** Fill the forms with the current state, however it was reached. */
  private fillForms(): void {
    const given: Record<string, string> = { ...this.state.filters, from: this.state.from, to: this.state.to };
    for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>("#sift [name], #way [name]"))
      if (field.type !== "hidden" && field !== document.activeElement)
        field.value = given[field.name] ?? (field.name === "limit" ? "300" : field.name === "depth" ? "1" : "");
  }

  /** Go to another state. `keep`: entities already in the picture keep their positions. */
  private go(next: State, keep: boolean): void {
    if (!isSamePicture(this.state, next)) history.pushState(null, "", toAddress(next));
    else history.replaceState(null, "", toAddress(next));
    const before = buildViewQuery(this.state);
    this.history = goTo(this.history, next);
    if (buildViewQuery(next) === before) this.draw(true);
    else void this.load(keep);
  }

  private async load(keep: boolean): Promise<void> {
    const mine = ++this.asking;
    this.fillForms();
    const before = new Set(this.view.nodes.map((node) => node.id));
    this.board.setAttribute("aria-busy", "true");
    const query = buildViewQuery(this.state);
    try {
      const view = await fetchJson<View>(`/api/v1/view${query ? `?${query}` : ""}`);
      if (mine !== this.asking) return;
      this.view = view;
      this.trouble = "";
      if (view.path && !this.state.at) this.open = true;
      const fresh = view.nodes.filter((node) => !before.has(node.id)).length;
      if (keep) this.say(G.opened(fresh));
    } catch (error) {
      if (mine !== this.asking) return;
      this.trouble = `${G.failed} ${error instanceof Error ? error.message : String(error)}`;
      this.say(this.trouble);
    }
    this.board.removeAttribute("aria-busy");
    this.draw(keep);
    this.board.dataset["ready"] = String(this.asking);
  }

  private draw(keep: boolean): void {
    this.render();
    // Only now does the pane have its width, and so the picture.
    this.picture?.cy.resize();
    this.picture?.show({ view: this.view, hidden: new Set(this.state.hide), pins: this.state.pins, at: this.state.at, keep });
  }

  private say(message: string): void {
    this.message = message;
    this.render();
  }

  private get nodes(): GraphNode[] {
    return this.view.nodes.filter((node) => !this.state.hide.includes(node.id));
  }

  private get lines(): GraphLine[] {
    const present = new Set(this.nodes.map((node) => node.id));
    return this.view.lines.filter((line) => present.has(line.start) && present.has(line.end));
  }

  private node(id: string): GraphNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  private line(id: string): GraphLine | undefined {
    return this.view.lines.find((line) => line.id === id);
  }

  private readonly choose = (id: string, open = true): void => {
    this.open = open && Boolean(id);
    const node = this.node(id), line = this.line(id);
    if (node) this.message = G.here(node.name, node.kind, node.degree, node.hidden_ties);
    else if (line) this.message = line.statement;
    this.go({ ...this.state, at: id }, true);
  };

  private readonly close = (): void => {
    this.open = false;
    this.draw(true);
    this.place.current?.focus();
  };

  private readonly expand = (id: string): void => {
    const node = this.node(id);
    if (!node) return this.say(G.chooseFirst);
    if (!node.hidden_ties && !node.many) return this.say(G.opened(0));
    const query = buildFilterQuery(this.state);
    void fetchJson<{ counts: Unfolding[] }>(`/api/v1/view/expand?entity=${encodeURIComponent(id)}${query ? `&${query}` : ""}`).then(
      ({ counts }) => this.unfold(id, ...counts),
      (error: unknown) => this.say(`${G.failed} ${String(error)}`),
    );
  };

  private readonly unfold = (id: string, ...unfoldings: readonly Unfolding[]): void => {
    const opened = unfoldings.map((one) => `${id}~${one.type}~${one.side}`);
    const hide = this.state.hide;
    const open = [...new Set([...this.state.open, ...opened])];
    // Without seeds the view has the entities with most origins: it has room for more only if more are requested.
    this.go({ ...this.state, open, hide, at: id }, true);
  };

  private readonly hide = (id: string): void => {
    const node = this.node(id);
    if (!node) return this.say(G.chooseFirst);
    this.message = G.hiddenOne(node.name);
    this.go({ ...this.state, hide: [...this.state.hide, id], at: "" }, true);
    this.open = false;
    this.draw(true);
  };

  private pin(id: string): void {
    const node = this.node(id);
    const spot = this.picture?.cy.getElementById(id).position();
    if (!node || !spot) return this.say(G.chooseFirst);
    const { [id]: pinned, ...others } = this.state.pins;
    const pins = pinned ? others : { ...others, [id]: [Math.round(spot.x), Math.round(spot.y)] as const };
    this.message = pinned ? G.unpinnedOne(node.name) : G.pinnedOne(node.name);
    this.go({ ...this.state, pins }, true);
  }

  private step(next: History | null, done: string, none: string): void {
    if (!next) return this.say(none);
    const before = buildViewQuery(this.state);
    this.history = next;
    this.message = done;
    history.pushState(null, "", toAddress(this.state));
    if (buildViewQuery(this.state) === before) this.draw(true);
    else void this.load(true).then(() => this.say(done));
  }

  private readonly undo = (): void => this.step(undoStep(this.history), G.undone, G.nothingToUndo);
  private readonly redo = (): void => this.step(redoStep(this.history), G.redone, G.nothingToRedo);

  private pathFrom(id: string): void {
    const node = this.node(id);
    if (!node) return this.say(G.chooseFirst);
    this.message = G.pathFromSet(node.name);
    this.go({ ...this.state, from: id, to: "" }, true);
  }

  private pathTo(id: string): void {
    if (!this.node(id) || !this.state.from || this.state.from === id) return this.say(G.chooseFirst);
    const filters = this.day ? { as_of: this.day } : {};
    this.open = true;
    this.go({ ...EMPTY, from: this.state.from, to: id, filters }, false);
  }

  private save(): void {
    if (!this.picture) return;
    const visible = { ...this.view, nodes: this.nodes, lines: this.lines };
    const text = picture(this.picture.cy, visible, location.href);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    link.download = "scamgraph.svg";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  private copyLink(): void {
    navigator.clipboard.writeText(location.href).then(
      () => this.say(G.copied),
      () => this.say(`${G.copyByHand} ${location.href}`),
    );
  }

  private readonly keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.picture) return;
    const at = this.node(this.state.at) ? this.state.at : (this.line(this.state.at)?.start ?? "");
    const arrow = ARROWS[event.key];
    const acts: Record<string, () => void> = {
      Enter: () => this.openPane(), e: () => this.expand(at), h: () => this.hide(at), p: () => this.pin(at),
      f: () => this.pathFrom(at), t: () => this.pathTo(at), z: this.undo, y: this.redo,
      l: () => this.choose(this.picture?.nextLine(at, this.state.at) ?? "", this.open),
      "+": () => this.picture?.zoom(1.25), "-": () => this.picture?.zoom(0.8), "0": () => this.picture?.fit(),
      "?": () => this.help.current?.showModal(), Escape: this.close,
    };
    const act = arrow ? () => this.walk(at, arrow) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  private walk(at: string, [dx, dy]: readonly [number, number]): void {
    const next = at ? this.picture?.neighbour(at, dx, dy) : (this.nodes.find((node) => node.seed) ?? this.nodes[0])?.id;
    if (next) this.choose(next, this.open);
  }

  private openPane(): void {
    if (!this.state.at) return this.say(G.chooseFirst);
    this.open = true;
    this.draw(true);
    (this.board.querySelector(".pane") as HTMLElement | null)?.focus();
  }

  private tools(): Tool[] {
    const { past, future } = this.history;
    const hidden = this.state.hide.length;
    return [
      { words: G.undo, run: this.undo, off: !past.length },
      { words: G.redo, run: this.redo, off: !future.length },
      { words: G.larger, run: () => this.picture?.zoom(1.25) },
      { words: G.smaller, run: () => this.picture?.zoom(0.8) },
      { words: G.fit, run: () => this.picture?.fit() },
      ...(hidden ? [{ words: G.showHidden(hidden), run: () => this.go({ ...this.state, hide: [] }, true) }] : []),
      ...(this.view.path ? [{ words: G.pathLeave, run: () => this.go({ ...EMPTY, seed: [this.state.from], filters: this.state.filters }, false) }] : []),
      { words: G.copyLink, run: () => this.copyLink() },
      { words: G.save, run: () => this.save() },
      { words: G.print, run: () => window.print() },
      { words: G.help, run: () => this.help.current?.showModal() },
    ];
  }

  private actions(node: GraphNode): Tool[] {
    const { from, pins } = this.state;
    return [
      { words: G.expand, run: () => this.expand(node.id), off: !node.hidden_ties && !node.many },
      { words: G.hide, run: () => this.hide(node.id) },
      { words: pins[node.id] ? G.unpin : G.pin, run: () => this.pin(node.id) },
      { words: G.pathFrom, run: () => this.pathFrom(node.id) },
      ...(from && from !== node.id && !this.state.to ? [{ words: G.pathTo, run: () => this.pathTo(node.id) }] : []),
    ];
  }

  private summarize(): string {
    if (this.trouble) return this.trouble;
    if (this.view.begin) return G.begin;
    const { nodes, lines, ties, hubs } = this.view.left_out;
    const summary = G.shown(this.nodes.length, this.lines.length) + (hubs ? `. ${G.hubs(hubs)}` : "");
    return nodes || lines || ties ? `${summary}. ${G.leftOut(nodes, lines, ties)}` : summary;
  }

  private pane() {
    if (!this.open) return null;
    const node = this.node(this.state.at), line = this.line(this.state.at);
    const props: PaneProps = {
      view: { ...this.view, nodes: this.nodes, lines: this.lines },
      at: this.state.at, day: this.day, filterQuery: buildFilterQuery(this.state),
      say: (message) => this.say(message), choose: this.choose, unfold: this.unfold,
    };
    if (node) {
      const actions = this.actions(node).map((tool) => (
        <button type="button" key={tool.words} disabled={Boolean(tool.off)} onClick={tool.run}>{tool.words}</button>
      ));
      return <NodePane key={node.id} node={node} actions={actions} {...props} />;
    }
    if (line) return <LinePane key={line.id} line={line} {...props} />;
    return this.view.path ? <PathPane {...props} /> : null;
  }

  private render(): void {
    render(
      <Board tools={this.tools()} summary={this.summarize()} message={this.message} pane={this.pane()} close={this.close}
        canvas={this.place} help={this.help} keys={this.keys} />,
      this.board,
    );
    render(
      <Tables nodes={this.nodes} lines={this.lines} at={this.state.at} day={this.day} choose={this.choose}
        expand={this.expand} hide={this.hide} />,
      this.tables,
    );
  }
}

/** Return the filters that have a value other than the default. */
const dropDefaults = (given: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => value && !(name === "depth" && value === "1") && !(name === "limit" && value === "300")));
