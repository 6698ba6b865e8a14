import type { ComponentChildren, JSX } from "preact";
import { address, useApi } from "../api/client";
import type { Facets, List } from "../api/types";
import { useDataset } from "../dataset";
import { count, counted } from "../format";
import { Download } from "./download";
import { ListFilter } from "./listfilter";
import { Await, Empty } from "./state";
import { Pager } from "./table";

/** The list of a kind of record that stands beside the events, with its filter and counts. */
export function SpokenList<Row extends { id: string }>({
  table,
  noun,
  params,
  fields,
  names,
  absent,
  item,
}: {
  table: "claims" | "statements";
  noun: string;
  params: URLSearchParams;
  /** What the address may ask for. */
  fields: readonly string[];
  /** Facets with their headings. */
  names: Record<string, string>;
  /** Why a data set has none. */
  absent: ComponentChildren;
  item: (row: Row) => JSX.Element;
}) {
  const dataset = useDataset();
  const there = dataset.has[table];
  const filter = chosenFields(params, fields);
  const query = new URLSearchParams(filter);
  for (const name of ["offset", "sort"]) if (params.has(name)) query.set(name, params.get(name) ?? "");
  const answer = useApi<List<Row>>(there ? address(table, query) : null);
  const facets = useApi<Facets>(there ? address(`${table}/facets`, filter) : null);
  if (!there) return <Empty title={`This data set has no ${table}`}>{absent}</Empty>;
  return (
    <div class="search-layout">
      <ListFilter params={params} facets={facets.data} names={names} />
      <section aria-label="Results" class="results">
        <div class="controls">
          <p class="summary" aria-live="polite">
            {answer.data === null
              ? ""
              : `${counted(answer.data.total, noun)}${filter.size > 0 ? ` of ${count(dataset.counts[table])}` : ""}`}
          </p>
          <Download what={table} data={{ table, params: filter }} />
        </div>
        <Await answer={answer} height={900}>
          {(list) =>
            list.rows.length === 0 ? (
              <Empty title={`No such ${table}`}>Take back one of the choices.</Empty>
            ) : (
              <>
                <ol class="events" start={list.offset + 1}>
                  {list.rows.map(item)}
                </ol>
                <Pager {...list} params={params} />
              </>
            )
          }
        </Await>
      </section>
    </div>
  );
}

export function chosenFields(params: URLSearchParams, names: readonly string[]): URLSearchParams {
  const chosen = new URLSearchParams();
  for (const name of names)
    for (const value of params.getAll(name)) if (value !== "") chosen.append(name, value);
  return chosen;
}
