import { address, useApi } from "../api/client";
import type { DocumentRow, List } from "../api/types";
import { Select } from "../components/choice";
import { Download } from "../components/download";
import { FilterBar } from "../components/filterbar";
import { Heading } from "../components/heading";
import { Await, Empty } from "../components/state";
import { Pager, Table } from "../components/table";
import { documentPath, filterOf, merged } from "../filter";
import { count, counted, shortDay, shorten } from "../format";
import { Link, navigate, withParams } from "../router";

const ORDERS = [
  { value: "-date", label: "Newest first" },
  { value: "date", label: "Oldest first" },
  { value: "-events", label: "Most events first" },
];

export function DocumentsPage({ params }: { params: URLSearchParams }) {
  const sort = params.get("sort") ?? "-date";
  const query = merged(filterOf(params), { sort, offset: params.get("offset") });
  const answer = useApi<List<DocumentRow>>(address("documents", query));
  return (
    <>
      <Heading title="Documents">Documents</Heading>
      <FilterBar
        params={params}
        summary={answer.data === null ? "" : counted(answer.data.total, "document")}
      />
      <div class="controls">
        <Select
          label="Order"
          options={ORDERS}
          value={sort}
          onChange={(value) =>
            navigate(withParams(params, { sort: value === "-date" ? null : value }), { stay: true })
          }
        />
        <Download what="documents" data={{ table: "documents", params: query }} />
      </div>
      <Await answer={answer} height={900}>
        {(list) =>
          list.rows.length === 0 ? (
            <Empty title="No documents under this filter">Take back one of the choices above.</Empty>
          ) : (
            <>
              <Table
                caption="Documents"
                rows={list.rows}
                rowKey={(row) => row.id}
                columns={[
                  {
                    label: "Published",
                    cell: (row) => <span class="nowrap">{shortDay(row.published)}</span>,
                  },
                  {
                    label: "Document",
                    head: true,
                    cell: (row) => (
                      <>
                        <Link to={documentPath(row.id)}>
                          <bdi>{shorten(row.title ?? row.first ?? row.id, 200)}</bdi>
                        </Link>
                        {row.title !== null && row.first !== null && !row.first.startsWith(row.title) && (
                          <div class="muted small">
                            <bdi>{row.first}</bdi>
                          </div>
                        )}
                      </>
                    ),
                  },
                  { label: "Outlet", wide: true, cell: (row) => <bdi>{shorten(row.source ?? "", 80)}</bdi> },
                  { label: "Sentences", numeric: true, wide: true, cell: (row) => count(row.sentences) },
                  { label: "Events", numeric: true, cell: (row) => count(row.events) },
                ]}
              />
              <Pager {...list} params={params} />
            </>
          )
        }
      </Await>
    </>
  );
}
