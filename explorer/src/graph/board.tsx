// The frame of the picture: buttons, pane, legend and keys.

import type { ComponentChildren, RefObject } from "preact";
import { G, KEYS, SHAPES, STYLES } from "../strings";

export interface Tool {
  readonly words: string;
  readonly run: () => void;
  readonly off?: boolean;
}

export interface BoardProps {
  readonly tools: readonly Tool[];
  readonly summary: string;
  readonly message: string;
  readonly pane: ComponentChildren;
  readonly close: () => void;
  readonly canvas: RefObject<HTMLDivElement | null>;
  readonly help: RefObject<HTMLDialogElement | null>;
  readonly keys: (event: KeyboardEvent) => void;
}

export function Board(props: BoardProps) {
  const { tools, summary, message, pane, close, canvas, help, keys } = props;
  return (
    <section class={`board${pane ? " open" : ""}`} aria-label={G.tools}>
      <div class="acts" role="toolbar" aria-label={G.tools}>
        {tools.map((tool) => <button type="button" key={tool.words} disabled={Boolean(tool.off)} onClick={tool.run}>{tool.words}</button>)}
        <span class="count">{summary}</span>
      </div>
      <div class="canvas" ref={canvas} tabIndex={0} role="application" aria-label={G.canvas} onKeyDown={keys} />
      {pane && (
        <aside class="pane" aria-labelledby="pane-title" tabIndex={-1} onKeyDown={(event) => event.key === "Escape" && close()}>
          <button type="button" class="close" onClick={close}>{G.close}</button>
          {pane}
        </aside>
      )}
      <Legend />
      <p class="hidden" role="status" aria-live="polite">{message}</p>
      <dialog ref={help} aria-labelledby="keys">
        <h2 id="keys">{G.help}</h2>
        <dl>{KEYS.map(([key, words]) => <><dt><kbd>{key}</kbd></dt><dd>{words}</dd></>)}</dl>
        <form method="dialog"><button>{G.close}</button></form>
      </dialog>
    </section>
  );
}

const POINTS: Readonly<Record<string, string>> = { body: "10,2 22,2 26,14 6,14", matter: "16,0 24,8 16,16 8,8" };

function Legend() {
  return (
    <ul class="legend" aria-label={G.legend}>
      {Object.entries(SHAPES).map(([shape, words]) => (
        <li key={shape}>
          <svg viewBox="0 0 32 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
            {shape === "person" ? <circle cx="16" cy="8" r="7" /> : shape === "place" ? <rect x="9" y="1" width="14" height="14" />
              : shape === "group" ? <rect x="5" y="2" width="22" height="12" rx="5" /> : <polygon points={POINTS[shape] ?? ""} />}
          </svg>
          {words}
        </li>
      ))}
      {Object.entries(STYLES).map(([style, words]) => (
        <li key={style}>
          <svg viewBox="0 0 32 16" aria-hidden="true" class={`look ${style}`}>
            <path d="M0 8H32" />{style === "proceeding" && <path class="inner" d="M0 8H32" />}
          </svg>
          {words}
        </li>
      ))}
      <li><svg viewBox="0 0 32 16" aria-hidden="true" class="look fact"><path d="M0 8H32" /><path class="head" d="M12 3L21 8L12 13Z" /></svg>{G.direction}</li>
      <li><svg viewBox="0 0 32 16" aria-hidden="true" class="look fact"><path d="M0 8H32" /><path class="bar" d="M16 1V15" /></svg>{G.denials}</li>
      <li><svg viewBox="0 0 32 16" aria-hidden="true" class="look fact thick"><path d="M0 8H32" /></svg>{G.origins}</li>
    </ul>
  );
}
