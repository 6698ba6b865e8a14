import { address, useApi } from "../api/client";
import type { List, PairRow } from "../api/types";
import { Choice } from "../components/choice";
import { Download } from "../components/download";
import { FilterBar } from "../components/filterbar";
import { Heading } from "../components/heading";
import { Await, Empty } from "../components/state";
import { Pager } from "../components/table";
import { PairTable } from "../components/tables";
import { filterOf, merged } from "../filter";
import { counted } from "../format";
import { navigate, withParams } from "../router";
import { LEVELS } from "../words";

export function PairsPage({ params }: { params: URLSearchParams }) {
  const filter = filterOf(params);
  const level = params.get("level") ?? "country";
  const directed = params.get("directed") !== "false";
  const sort = params.get("sort") ?? "events";
  const query = merged(filter, { level, directed: String(directed), sort, offset: params.get("offset") });
  const answer = useApi<List<PairRow>>(address("pairs", query));
  const set = (changes: Record<string, string | null>) =>
    navigate(withParams(params, changes), { stay: true });
  return (
    <>
      <Heading title="Pairs">Pairs of actors</Heading>
      <FilterBar params={params} summary={answer.data === null ? "" : counted(answer.data.total, "pair")} />
      <div class="controls">
        <Choice
          label="Actors"
          options={LEVELS}
          value={level}
          onChange={(value) => set({ level: value === "country" ? null : value })}
        />
        <Choice
          label="Direction"
          options={[
            { value: "true", label: "Who to whom" },
            { value: "false", label: "Both together" },
          ]}
          value={String(directed)}
          onChange={(value) => set({ directed: value === "true" ? null : value })}
        />
        <Download what="pairs" data={{ table: "pairs", params: query }} />
      </div>
      <Await answer={answer} height={800}>
        {(list) =>
          list.rows.length === 0 ? (
            <Empty title="No pairs under this filter">Take back one of the choices above.</Empty>
          ) : (
            <>
              <PairTable
                rows={list.rows}
                params={params}
                directed={directed}
                sorting={{
                  current: sort,
                  to: (by) => withParams(params, { sort: by === "events" ? null : by }),
                }}
              />
              <Pager {...list} params={params} />
            </>
          )
        }
      </Await>
    </>
  );
}
