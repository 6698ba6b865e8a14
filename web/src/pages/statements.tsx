import { address, useApi } from "../api/client";
import type { Facets, List, StatementRow } from "../api/types";
import { Download } from "../components/download";
import { Heading } from "../components/heading";
import { ListFilter } from "../components/listfilter";
import { Await, Empty } from "../components/state";
import { StatementItem } from "../components/statement";
import { Pager } from "../components/table";
import { useDataset } from "../dataset";
import { count, counted } from "../format";

const FIELDS = ["q", "actor", "speaker", "addressee", "medium", "kind", "outlet", "document", "from", "to"];

export function StatementsPage({ params }: { params: URLSearchParams }) {
  const dataset = useDataset();
  const filter = chosenFields(params, FIELDS);
  const query = new URLSearchParams(filter);
  for (const name of ["offset", "sort"]) if (params.has(name)) query.set(name, params.get(name) ?? "");
  const answer = useApi<List<StatementRow>>(dataset.has.statements ? address("statements", query) : null);
  const facets = useApi<Facets>(dataset.has.statements ? address("statements/facets", filter) : null);
  return (
    <>
      <Heading
        title="Statements"
        lead="What somebody says: the speaker, the words that say so, and what is said."
      >
        Statements
      </Heading>
      {!dataset.has.statements ? (
        <Empty title="This data set has no statements">
          They are written beside the events when a folder is coded: <code>tidings code … -o FOLDER</code>.
        </Empty>
      ) : (
        <div class="search-layout">
          <ListFilter
            params={params}
            facets={facets.data}
            names={{
              speaker: "Speaker",
              addressee: "To whom",
              kind: "Kind",
              medium: "Through",
              outlet: "Outlet",
            }}
          />
          <section aria-label="Results" class="results">
            <div class="controls">
              <p class="summary" aria-live="polite">
                {answer.data === null
                  ? ""
                  : `${counted(answer.data.total, "statement")}${filter.size > 0 ? ` of ${count(dataset.counts.statements)}` : ""}`}
              </p>
              <Download what="statements" data={{ table: "statements", params: filter }} />
            </div>
            <Await answer={answer} height={900}>
              {(list) =>
                list.rows.length === 0 ? (
                  <Empty title="No such statements">Take back one of the choices.</Empty>
                ) : (
                  <>
                    <ol class="events" start={list.offset + 1}>
                      {list.rows.map((statement) => (
                        <StatementItem key={statement.id} statement={statement} />
                      ))}
                    </ol>
                    <Pager {...list} params={params} />
                  </>
                )
              }
            </Await>
          </section>
        </div>
      )}
    </>
  );
}

export function chosenFields(params: URLSearchParams, names: readonly string[]): URLSearchParams {
  const chosen = new URLSearchParams();
  for (const name of names)
    for (const value of params.getAll(name)) if (value !== "") chosen.append(name, value);
  return chosen;
}
