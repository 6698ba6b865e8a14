import type { ActorRow, PairRow } from "../api/types";
import { pairPath } from "../filter";
import { count, shortDay } from "../format";
import { Link } from "../router";
import { ActorLink, QuadBar, Score } from "./marks";
import { Table } from "./table";

interface ActorTableProps {
  rows: ActorRow[];
  params: URLSearchParams;
  /** Only what fits beside another table. */
  brief?: boolean;
  sorting?: { current: string; to: (sort: string) => string };
}

export function ActorTable({ rows, params, brief = false, sorting }: ActorTableProps) {
  return (
    <Table
      caption="Actors with how many events they are in"
      rows={rows}
      rowKey={(row) => row.actor.key}
      {...(sorting !== undefined && { sorting })}
      columns={[
        { label: "Actor", head: true, cell: (row) => <ActorLink actor={row.actor} params={params} /> },
        { label: "Events", numeric: true, sorts: ["events"], cell: (row) => count(row.events) },
        ...(brief
          ? []
          : [
              { label: "Acts", numeric: true, wide: true, cell: (row: ActorRow) => count(row.as_source) },
              {
                label: "Acted upon",
                numeric: true,
                wide: true,
                cell: (row: ActorRow) => count(row.as_target),
              },
            ]),
        { label: "Cooperation to conflict", wide: brief, cell: (row) => <QuadBar quads={row.quads} /> },
        {
          label: "Mean score",
          numeric: true,
          sorts: ["score", "-score"],
          cell: (row) => <Score value={row.score} />,
        },
        ...(brief
          ? []
          : [
              { label: "First", wide: true, cell: (row: ActorRow) => shortDay(row.first) },
              { label: "Last", wide: true, cell: (row: ActorRow) => shortDay(row.last) },
            ]),
      ]}
    />
  );
}

interface PairTableProps {
  rows: PairRow[];
  params: URLSearchParams;
  directed: boolean;
  brief?: boolean;
  sorting?: { current: string; to: (sort: string) => string };
}

export function PairTable({ rows, params, directed, brief = false, sorting }: PairTableProps) {
  return (
    <Table
      caption="Pairs of actors with how many events there are between them"
      rows={rows}
      rowKey={(row) => `${row.source.key} ${row.target.key}`}
      {...(sorting !== undefined && { sorting })}
      columns={[
        {
          label: "Pair",
          head: true,
          cell: (row) => (
            <Link to={pairPath(row.source.key, row.target.key, params)} class="pair">
              {row.source.key === row.target.key ? (
                <>
                  within <bdi>{row.source.label}</bdi>
                </>
              ) : (
                <>
                  <bdi>{row.source.label}</bdi> {directed ? "→" : "↔"} <bdi>{row.target.label}</bdi>
                </>
              )}
            </Link>
          ),
        },
        { label: "Events", numeric: true, sorts: ["events"], cell: (row) => count(row.events) },
        { label: "Cooperation to conflict", wide: brief, cell: (row) => <QuadBar quads={row.quads} /> },
        {
          label: "Mean score",
          numeric: true,
          sorts: ["score", "-score"],
          cell: (row) => <Score value={row.score} />,
        },
        ...(brief
          ? []
          : [
              { label: "First", wide: true, cell: (row: PairRow) => shortDay(row.first) },
              { label: "Last", wide: true, cell: (row: PairRow) => shortDay(row.last) },
            ]),
      ]}
    />
  );
}
