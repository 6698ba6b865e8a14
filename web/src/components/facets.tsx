import { useState } from "preact/hooks";
import { address, useApi } from "../api/client";
import type { Facets as FacetsAnswer, FacetValue } from "../api/types";
import { useDataset } from "../dataset";
import { filterOf, filterValue, merged, pathTo, toggled } from "../filter";
import { capital, count } from "../format";
import { navigate } from "../router";
import { quadOfType } from "../words";
import { Failure } from "./state";

interface FacetKind {
  name: string;
  label: string;
  open?: boolean;
}

const KINDS: FacetKind[] = [
  { name: "quad", label: "Class", open: true },
  { name: "type", label: "Type", open: true },
  { name: "status", label: "Status", open: true },
  { name: "source", label: "Source (who acts)", open: true },
  { name: "target", label: "Target (to whom)" },
  { name: "actor", label: "Actor on either side" },
  { name: "sector", label: "Sector" },
  { name: "country", label: "Country of the place" },
  { name: "place", label: "Place" },
  { name: "alleged", label: "Alleged" },
  { name: "speaker", label: "Speaker (who says so)" },
  { name: "mode", label: "Mode" },
  { name: "context", label: "Context" },
  { name: "outlet", label: "Outlet" },
  { name: "rule", label: "Rule" },
];

const FEW = 8;
const MANY = 100;

/** The choices of the filter, with how many events each would leave. */
export function Facets({ params }: { params: URLSearchParams }) {
  const dataset = useDataset();
  const kinds = KINDS.filter(
    ({ name }) => (name !== "outlet" || dataset.has.outlets) && (name !== "place" || dataset.has.places),
  );
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () =>
      new Set(kinds.filter((kind) => kind.open === true || params.has(kind.name)).map((kind) => kind.name)),
  );
  const [long, setLong] = useState<ReadonlySet<string>>(new Set());

  const ask = (names: string[], limit: number) => {
    if (names.length === 0) return null;
    const query = merged(filterOf(params), { limit });
    for (const name of names) query.append("facet", name);
    return address("facets", query);
  };
  const shown = kinds.filter((kind) => open.has(kind.name)).map((kind) => kind.name);
  // Types come in an order of their own and are few: all of them at once.
  const few = useApi<FacetsAnswer>(
    ask(
      shown.filter((name) => !long.has(name)),
      FEW + 12,
    ),
  );
  const many = useApi<FacetsAnswer>(
    ask(
      shown.filter((name) => long.has(name)),
      MANY,
    ),
  );

  const values = (name: string): FacetValue[] | null =>
    (long.has(name) ? many.data?.facets[name] : undefined) ?? few.data?.facets[name] ?? null;

  return (
    <div class={`facets ${few.loading ? "stale" : ""}`}>
      {few.error !== null && <Failure problem={few.error} retry={few.retry} />}
      {kinds.map((kind) => (
        <details
          key={kind.name}
          class="facet"
          open={open.has(kind.name)}
          onToggle={(event) => {
            const next = new Set(open);
            if (event.currentTarget.open) next.add(kind.name);
            else next.delete(kind.name);
            if (next.size !== open.size) setOpen(next);
          }}
        >
          <summary>
            {kind.label}
            {params.getAll(kind.name).length > 0 && (
              <span class="chosen">{count(params.getAll(kind.name).length)} chosen</span>
            )}
          </summary>
          {open.has(kind.name) && (
            <FacetList
              kind={kind}
              values={values(kind.name)}
              params={params}
              short={!long.has(kind.name)}
              onMore={() => setLong(new Set([...long, kind.name]))}
            />
          )}
        </details>
      ))}
    </div>
  );
}

interface FacetListProps {
  kind: FacetKind;
  values: FacetValue[] | null;
  params: URLSearchParams;
  short: boolean;
  onMore: () => void;
}

const COMPLETE = new Set(["type", "quad", "status", "alleged"]);

function FacetList({ kind, values, params, short, onMore }: FacetListProps) {
  const chosen = params.getAll(kind.name);
  if (values === null) return <div class="facet-list facet-wait" />;
  const first = short && !COMPLETE.has(kind.name) ? values.slice(0, FEW) : values;
  // What is chosen stays in sight, though it is not among the first; then its count is not known.
  const missing = chosen
    .filter((value) => !first.some((each) => each.value === value))
    .map(
      (value): FacetValue =>
        values.find((each) => each.value === value) ?? {
          value,
          label: filterValue(kind.name, value),
          count: -1,
        },
    );
  const rows = [...missing, ...first];
  const most = Math.max(1, ...rows.map((row) => row.count));
  if (rows.length === 0) return <p class="facet-none">None under this filter.</p>;
  return (
    <div class="facet-list" role="group" aria-label={kind.label}>
      {rows.map((row) => (
        <label key={row.value} class={row.count === 0 ? "zero" : ""}>
          <input
            type="checkbox"
            checked={chosen.includes(row.value)}
            onChange={() =>
              navigate(pathTo(location.pathname, toggled(params, kind.name, row.value)), { stay: true })
            }
          />
          <span class="facet-label">
            <bdi>{capital(row.value === "none" ? filterValue(kind.name, "none") : row.label)}</bdi>
          </span>
          <span class="facet-count">{row.count < 0 ? "" : count(row.count)}</span>
          <span class="facet-bar" aria-hidden="true">
            <span
              class={
                kind.name === "type"
                  ? `quad-${quadOfType(row.value)}`
                  : kind.name === "quad"
                    ? `quad-${row.value}`
                    : ""
              }
              style={{ width: `${(100 * Math.max(0, row.count)) / most}%` }}
            />
          </span>
        </label>
      ))}
      {short && !COMPLETE.has(kind.name) && values.length > FEW && (
        <button type="button" class="quiet" onClick={onMore}>
          Show more<span class="hidden"> of {kind.label}</span>
        </button>
      )}
    </div>
  );
}
