// The same data as tables: for readers who do not see the picture, and for reading in order.

import { G } from "../strings";
import { type GraphLine, type GraphNode, pageOf } from "./data";
import { Tags } from "./pane";

export interface TablesProps {
  readonly nodes: readonly GraphNode[];
  readonly lines: readonly GraphLine[];
  readonly at: string;
  readonly day: string;
  readonly choose: (id: string) => void;
  readonly expand: (id: string) => void;
  readonly hide: (id: string) => void;
}

export function Tables({ nodes, lines, at, day, choose, expand, hide }: TablesProps) {
  return (
    <>
      <section aria-labelledby="lines">
        <h2 id="lines">{G.lines}</h2>
        <div class="wide" tabIndex={0} role="region" aria-labelledby="lines">
          <table>
            <thead>
              <tr>
                <th scope="col">{G.statement}</th><th scope="col">{G.standing}</th><th scope="col">{G.saidBy}</th>
                <th scope="col" class="n">{G.documents}</th><th scope="col" class="n">{G.originsHead}</th><th scope="col" class="n">{G.denialsHead}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id} class={line.id === at ? "on" : ""}>
                  <th scope="row"><button type="button" class="plainly" onClick={() => choose(line.id)}>{line.statement}</button></th>
                  <td><Tags line={line} /></td><td>{line.said_by.join("; ")}</td>
                  <td class="n">{line.documents}</td><td class="n">{line.origins}</td><td class="n">{line.denials || ""}</td>
                </tr>
              ))}
              {lines.length === 0 && <tr><td colSpan={6}>{G.nothing}</td></tr>}
            </tbody>
          </table>
        </div>
      </section>
      <section aria-labelledby="nodes">
        <h2 id="nodes">{G.nodes}</h2>
        <div class="wide" tabIndex={0} role="region" aria-labelledby="nodes">
          <table>
            <thead>
              <tr>
                <th scope="col">{G.name}</th><th scope="col">{G.kind}</th><th scope="col" class="n">{G.tiedTo}</th>
                <th scope="col" class="n">{G.more}</th><th scope="col">{G.actions}</th>
              </tr>
            </thead>
            <tbody>
              {nodes.map((node) => (
                <tr key={node.id} class={node.id === at ? "on" : ""}>
                  <th scope="row"><a href={pageOf(node.id, day)}>{node.name}</a></th>
                  <td>{node.kind}</td><td class="n">{node.degree}{node.many && "+"}</td><td class="n">{node.hidden_ties || ""}</td>
                  <td>
                    <button type="button" onClick={() => choose(node.id)}>{G.select}<span class="hidden"> {node.name}</span></button>{" "}
                    {(node.hidden_ties > 0 || node.many) && <><button type="button" onClick={() => expand(node.id)}>{G.expand}<span class="hidden"> {node.name}</span></button>{" "}</>}
                    <button type="button" onClick={() => hide(node.id)}>{G.hide}<span class="hidden"> {node.name}</span></button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
