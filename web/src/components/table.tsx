import type { ComponentChildren } from "preact";
import { Link, navigate, withParams } from "../router";
import { count } from "../format";

export interface Column<Row> {
  label: string;
  numeric?: boolean;
  /** The values of `sort` that order by this column, in the order in which clicks go through them. */
  sorts?: readonly string[];
  /** Not needed on a narrow screen. */
  wide?: boolean;
  /** The cell that names the row. */
  head?: boolean;
  cell: (row: Row) => ComponentChildren;
}

interface TableProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  sorting?: { current: string; to: (sort: string) => string };
}

/** `events` alone means most first. */
const descending = (sort: string) => sort.startsWith("-") || sort === "events";

export function Table<Row>({ caption, columns, rows, rowKey, sorting }: TableProps<Row>) {
  const classes = (column: Column<Row>) =>
    [column.numeric === true ? "number" : "", column.wide === true ? "wide-only" : ""].join(" ").trim();
  return (
    <table class="table">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => {
            const sorts = sorting === undefined ? [] : (column.sorts ?? []);
            const current = sorting !== undefined && sorts.includes(sorting.current);
            const next = sorts[(sorts.indexOf(sorting?.current ?? "") + 1) % sorts.length];
            return (
              <th
                key={column.label}
                scope="col"
                class={classes(column)}
                {...(current && { "aria-sort": descending(sorting.current) ? "descending" : "ascending" })}
              >
                {sorting !== undefined && next !== undefined ? (
                  <Link to={sorting.to(next)} stay class={current ? "sorted" : ""}>
                    {column.label}
                  </Link>
                ) : (
                  column.label
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) =>
              column.head === true ? (
                <th key={column.label} scope="row" class={classes(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.label} class={classes(column)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface PagerProps {
  total: number;
  offset: number;
  limit: number;
  params: URLSearchParams;
}

export function Pager({ total, offset, limit, params }: PagerProps) {
  if (total <= limit && offset === 0) return null;
  const to = (at: number) => withParams(params, { offset: at === 0 ? null : String(at) });
  const last = Math.min(total, offset + limit);
  const go = (event: MouseEvent, at: number) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(to(at));
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  };
  return (
    <nav class="pager" aria-label="Pages of this list">
      {offset > 0 ? (
        <a
          href={to(Math.max(0, offset - limit))}
          rel="prev"
          onClick={(e) => go(e, Math.max(0, offset - limit))}
        >
          ← Before
        </a>
      ) : (
        <span />
      )}
      <span>
        {count(offset + 1)} to {count(last)} of {count(total)}
      </span>
      {last < total ? (
        <a href={to(offset + limit)} rel="next" onClick={(e) => go(e, offset + limit)}>
          More →
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}
