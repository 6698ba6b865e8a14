import { address, useApi } from "../api/client";
import type { ActorRow, List } from "../api/types";
import { Choice } from "../components/choice";
import { Download } from "../components/download";
import { FilterBar } from "../components/filterbar";
import { Heading } from "../components/heading";
import { MatchField } from "../components/matchfield";
import { Await, Empty } from "../components/state";
import { Pager } from "../components/table";
import { ActorTable } from "../components/tables";
import { filterOf, merged } from "../filter";
import { counted } from "../format";
import { navigate, withParams } from "../router";
import { LEVELS } from "../words";

export function ActorsPage({ params }: { params: URLSearchParams }) {
  const filter = filterOf(params);
  const level = params.get("level") ?? "country";
  const side = params.get("side") ?? "any";
  const sort = params.get("sort") ?? "events";
  const query = merged(filter, {
    level,
    side,
    sort,
    match: params.get("match"),
    offset: params.get("offset"),
  });
  const answer = useApi<List<ActorRow>>(address("actors", query));
  const set = (changes: Record<string, string | null>) =>
    navigate(withParams(params, changes), { stay: true });
  return (
    <>
      <Heading title="Actors">Actors</Heading>
      <FilterBar params={params} summary={answer.data === null ? "" : counted(answer.data.total, "actor")} />
      <div class="controls">
        <Choice
          label="Actors"
          options={LEVELS}
          value={level}
          onChange={(value) => set({ level: value === "country" ? null : value })}
        />
        <Choice
          label="Side"
          options={[
            { value: "any", label: "Either" },
            { value: "source", label: "Who acts" },
            { value: "target", label: "Acted upon" },
          ]}
          value={side}
          onChange={(value) => set({ side: value === "any" ? null : value })}
        />
        <MatchField label="Name contains" params={params} />
        <Download what="actors" data={{ table: "actors", params: query }} />
      </div>
      <Await answer={answer} height={800}>
        {(list) =>
          list.rows.length === 0 ? (
            <Empty title="No such actors">
              Try fewer letters of the name, another level, or clear the filter.
            </Empty>
          ) : (
            <>
              <ActorTable
                rows={list.rows}
                params={params}
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
