import { address, useApi } from "../api/client";
import type { EventRow, Tree } from "../api/types";
import { SentenceTree } from "../charts/arcs";
import { Figure } from "../components/figure";
import { Await } from "../components/state";
import { rulePath } from "../filter";
import { Link } from "../router";
import { marksOfEvent } from "./segments";

interface TreeViewProps {
  document: string;
  start: number;
  event: EventRow | null;
  close: string;
}

/** How the sentence was read: its tree, the names found, and the rules that nearly fired. */
export function TreeView({ document, start, event, close }: TreeViewProps) {
  const answer = useApi<Tree>(address(`documents/${encodeURIComponent(document)}/tree`, { start }));
  const parts =
    event === null
      ? []
      : marksOfEvent(event).map((mark) => ({ start: mark.start, end: mark.end, kind: mark.role ?? "event" }));
  return (
    <div class="tree-view" id="tree">
      <Figure
        title="Tree of the sentence"
        lead="An arrow leads from a word to one that depends on it. Below: mentions with their codes, and names by kind."
        name={`tree-${document.replace(/[^A-Za-z0-9]+/g, "-")}-${start}`}
        params={new URLSearchParams({ document })}
        controls={
          <Link to={close} stay class="quiet">
            Close the tree
          </Link>
        }
      >
        <Await answer={answer} height={220}>
          {(tree) => (
            <>
              <SentenceTree tree={tree} parts={parts} />
              {tree.near_misses.length > 0 && (
                <details class="near-misses">
                  <summary>Rules that nearly fired ({tree.near_misses.length})</summary>
                  <table class="table">
                    <thead>
                      <tr>
                        <th scope="col">Word</th>
                        <th scope="col">Rule</th>
                        <th scope="col">Pattern</th>
                        <th scope="col">Why not</th>
                      </tr>
                    </thead>
                    <tbody>
                      {tree.near_misses.map((miss, index) => (
                        <tr key={index}>
                          <td>{miss.word}</td>
                          <td>
                            <Link to={rulePath(miss.rule)}>{miss.rule}</Link>
                          </td>
                          <td>
                            <code>{miss.pattern}</code>
                          </td>
                          <td>{miss.reason}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </details>
              )}
            </>
          )}
        </Await>
      </Figure>
    </div>
  );
}
