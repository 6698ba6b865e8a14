import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { useDataset } from "../dataset";
import { filterOf, filterText } from "../filter";
import { Download, type Export } from "./download";

interface FigureProps {
  title: string;
  /** One sentence on how to read it. */
  lead?: ComponentChildren;
  controls?: ComponentChildren;
  /** What a small print says: what is left out. */
  note?: ComponentChildren;
  name: string;
  params: URLSearchParams;
  data?: Export | undefined;
  /** The same as a table, for those who do not see the drawing and for those who want the numbers. */
  table?: (() => ComponentChildren) | undefined;
  children: ComponentChildren;
}

export function Figure({ title, lead, controls, note, name, params, data, table, children }: FigureProps) {
  const dataset = useDataset();
  const holder = useRef<HTMLElement>(null);
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const filter = filterText(filterOf(params));
  const source = `${filter === "" ? "All events" : filter} · Data set ${dataset.name}, coded with Tidings ${dataset.versions[0]?.program ?? dataset.explorer}`;
  return (
    <section class="figure" aria-labelledby={id} ref={holder}>
      <header class="figure-head">
        <h2 id={id}>{title}</h2>
        <div class="tools">
          {table !== undefined && (
            <button type="button" class="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {asTable ? "Show figure" : "Show table"}
              <span class="hidden">: {title}</span>
            </button>
          )}
          <Download
            what={title}
            data={data}
            figure={asTable ? undefined : { holder, text: { title, source, name } }}
          />
        </div>
      </header>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {controls !== undefined && <div class="controls">{controls}</div>}
      {asTable && table !== undefined ? <div class="scroll-box">{table()}</div> : children}
      {note !== undefined && <p class="note">{note}</p>}
    </section>
  );
}
