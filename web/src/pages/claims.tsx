import { address, useApi } from "../api/client";
import type { ClaimRow, Facets, List } from "../api/types";
import { ClaimItem } from "../components/claim";
import { Download } from "../components/download";
import { Heading } from "../components/heading";
import { ListFilter } from "../components/listfilter";
import { Await, Empty } from "../components/state";
import { Pager } from "../components/table";
import { useDataset } from "../dataset";
import { count, counted } from "../format";
import { chosenFields } from "./statements";

const FIELDS = [
  "q",
  "relation",
  "actor",
  "object",
  "negated",
  "status",
  "alleged",
  "speaker",
  "outlet",
  "document",
  "rule",
  "from",
  "to",
];

export function ClaimsPage({ params }: { params: URLSearchParams }) {
  const dataset = useDataset();
  const filter = chosenFields(params, FIELDS);
  const query = new URLSearchParams(filter);
  for (const name of ["offset", "sort"]) if (params.has(name)) query.set(name, params.get(name) ?? "");
  const answer = useApi<List<ClaimRow>>(dataset.has.claims ? address("claims", query) : null);
  const facets = useApi<Facets>(dataset.has.claims ? address("claims/facets", filter) : null);
  return (
    <>
      <Heading
        title="Claims"
        lead="Standing facts that a report states: who holds an office, is member of or party to something, possesses, produces or controls it."
      >
        Claims
      </Heading>
      {!dataset.has.claims ? (
        <Empty title="This data set has no claims">
          It was coded with a codebook that has no rules for them. Code the documents again with one that has.
        </Empty>
      ) : (
        <div class="search-layout">
          <ListFilter
            params={params}
            facets={facets.data}
            names={{
              relation: "Relation",
              subject: "About whom",
              status: "Status",
              negated: "Negated",
              alleged: "Alleged",
              speaker: "Speaker",
              outlet: "Outlet",
            }}
          />
          <section aria-label="Results" class="results">
            <div class="controls">
              <p class="summary" aria-live="polite">
                {answer.data === null
                  ? ""
                  : `${counted(answer.data.total, "claim")}${filter.size > 0 ? ` of ${count(dataset.counts.claims)}` : ""}`}
              </p>
              <Download what="claims" data={{ table: "claims", params: filter }} />
            </div>
            <Await answer={answer} height={900}>
              {(list) =>
                list.rows.length === 0 ? (
                  <Empty title="No such claims">Take back one of the choices.</Empty>
                ) : (
                  <>
                    <ol class="events" start={list.offset + 1}>
                      {list.rows.map((claim) => (
                        <ClaimItem key={claim.id} claim={claim} />
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
