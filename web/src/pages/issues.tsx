import { address, useApi } from "../api/client";
import type { Issue, List } from "../api/types";
import { Download } from "../components/download";
import { Heading } from "../components/heading";
import { Await, Empty } from "../components/state";
import { Pager, Table } from "../components/table";
import { documentPath } from "../filter";
import { counted } from "../format";
import { Link } from "../router";

export function IssuesPage({ params }: { params: URLSearchParams }) {
  const answer = useApi<List<Issue>>(address("issues", { offset: params.get("offset") }));
  return (
    <>
      <Heading title="Issues" lead="What could not be read or coded, and why.">
        Issues
      </Heading>
      <Await answer={answer} height={400}>
        {(list) =>
          list.rows.length === 0 ? (
            <Empty title="No issues">Every document of this data set was read and coded.</Empty>
          ) : (
            <>
              <div class="controls">
                <p class="summary">{counted(list.total, "issue")}</p>
                <Download what="issues" data={{ table: "issues", params: new URLSearchParams() }} />
              </div>
              <Table
                caption="Issues"
                rows={list.rows.map((row, index) => ({ ...row, index }))}
                rowKey={(row) => String(row.index)}
                columns={[
                  {
                    label: "Document",
                    head: true,
                    cell: (row) => <Link to={documentPath(row.document)}>{row.document}</Link>,
                  },
                  { label: "Stage", cell: (row) => row.stage },
                  { label: "Place", wide: true, cell: (row) => row.place ?? "" },
                  { label: "Reason", cell: (row) => row.reason },
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
