import { address, useApi } from "../api/client";
import type { ClaimRuleRow, List } from "../api/types";
import { MatchField } from "../components/matchfield";
import { Await, Empty } from "../components/state";
import { Pager, Table } from "../components/table";
import { pathTo } from "../filter";
import { count, counted } from "../format";
import { Link } from "../router";
import { plain } from "../words";

/** How standing facts are found: by patterns, or by a frame of grammar. */
export function ClaimRules({ params }: { params: URLSearchParams }) {
  const answer = useApi<List<ClaimRuleRow>>(
    address("codebook/claims", {
      sort: "-claims",
      match: params.get("match"),
      offset: params.get("offset"),
    }),
  );
  return (
    <>
      <div class="controls">
        <MatchField label="Words in name, pattern or example" params={params} />
        <p class="summary" aria-live="polite">
          {answer.data === null ? "" : counted(answer.data.total, "rule")}
        </p>
      </div>
      <Await answer={answer} height={600}>
        {(list) =>
          list.rows.length === 0 ? (
            <Empty title="No such rules">Try fewer words.</Empty>
          ) : (
            <>
              <Table
                caption="Rules of claims"
                rows={list.rows}
                rowKey={(rule) => rule.id}
                columns={[
                  { label: "Rule", head: true, cell: (rule) => rule.id },
                  {
                    label: "Makes",
                    cell: (rule) => (
                      <span class="chip">
                        {rule.negated && "not "}
                        {plain(rule.relation)}
                      </span>
                    ),
                  },
                  {
                    label: "Found by",
                    wide: true,
                    cell: (rule) =>
                      rule.patterns.length === 0 ? (
                        <span class="muted">{rule.frame ?? ""}</span>
                      ) : (
                        <ul class="pattern-list">
                          {rule.patterns.map((pattern) => (
                            <li key={pattern}>
                              <code>{pattern}</code>
                            </li>
                          ))}
                        </ul>
                      ),
                  },
                  {
                    label: "Example",
                    wide: true,
                    cell: (rule) => <span class="muted small">{rule.examples[0]?.text ?? ""}</span>,
                  },
                  {
                    label: "Claims",
                    numeric: true,
                    cell: (rule) => (
                      <Link to={pathTo("/claims", new URLSearchParams({ rule: rule.id }))}>
                        {count(rule.claims)}
                      </Link>
                    ),
                  },
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
