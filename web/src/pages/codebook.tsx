import { address, useApi } from "../api/client";
import type { Codebook, CodebookType, CodeMeaning, List, RuleRow } from "../api/types";
import { Select } from "../components/choice";
import { Download, type Export } from "../components/download";
import { TypeChip } from "../components/event";
import { FilterBar } from "../components/filterbar";
import { Heading } from "../components/heading";
import { MatchField } from "../components/matchfield";
import { Await, Empty } from "../components/state";
import { Pager, Table } from "../components/table";
import { filterOf, merged, pathTo, rulePath, searchPath } from "../filter";
import { capital, count, counted, score } from "../format";
import { Link, navigate, withParams } from "../router";
import { plain, QUADS, quadOfType, sectorLabel, TYPES, typeLabel } from "../words";
import { ClaimRules } from "./claimrules";
import { NotFound } from "./notfound";

const PARTS = [
  { value: "types", path: "/codebook", label: "Types and modes" },
  { value: "rules", path: "/codebook/rules", label: "Rules" },
  { value: "claims", path: "/codebook/claims", label: "Rules of claims" },
  { value: "contexts", path: "/codebook/contexts", label: "Contexts and sectors" },
  { value: "cameo", path: "/codebook/cameo", label: "CAMEO codes" },
] as const;

export function CodebookPage({ part, params }: { part: string; params: URLSearchParams }) {
  const filter = filterOf(params);
  const codebook = useApi<Codebook>(
    part === "rules" || part === "claims" ? null : address("codebook", filter),
  );
  const rules = useApi<List<RuleRow>>(
    part === "rules"
      ? address(
          "codebook/rules",
          merged(filter, {
            of: params.get("of"),
            match: params.get("match"),
            sort: params.get("sort") ?? "-events",
            offset: params.get("offset"),
          }),
        )
      : null,
  );
  const current = PARTS.find((each) => each.value === part);
  if (current === undefined) return <NotFound />;
  const events = codebook.data?.quads.reduce((sum, quad) => sum + quad.events, 0);
  return (
    <>
      <Heading
        title={`Codebook: ${current.label}`}
        lead="What can be coded, by which rules, and how often each is found in this data set."
      >
        Codebook
      </Heading>
      <nav class="tabs" aria-label="Parts of the codebook">
        {PARTS.map((each) => (
          <Link
            key={each.value}
            to={pathTo(each.path, filter)}
            {...(each.value === part && { "aria-current": "page" as const })}
          >
            {each.label}
          </Link>
        ))}
      </nav>
      {part !== "claims" && (
        <FilterBar
          params={params}
          summary={
            part === "rules"
              ? rules.data === null
                ? ""
                : counted(rules.data.total, "rule")
              : events === undefined
                ? ""
                : counted(events, "event")
          }
        />
      )}
      {part === "claims" ? (
        <ClaimRules params={params} />
      ) : part === "rules" ? (
        <Rules answer={rules} params={params} />
      ) : (
        <Await answer={codebook} height={1200}>
          {(book) => (
            <>
              {!book.matches && (
                <p class="notice warn">
                  The data set was coded with another codebook than this program’s ({book.version}): rules and
                  meanings may differ.
                </p>
              )}
              {part === "types" && (
                <>
                  <div class="controls">
                    <Download what="types and modes" data={facets(filter, "type", "mode")} />
                  </div>
                  <Types book={book} filter={filter} />
                </>
              )}
              {part === "contexts" && (
                <div class="two">
                  <Codes
                    title="Contexts"
                    data={facets(filter, "context")}
                    codes={book.contexts}
                    label={(code) => capital(plain(code))}
                    to={(code) => searchPath(filter, { context: code })}
                  />
                  <Codes
                    title="Sectors of actors"
                    data={facets(filter, "sector")}
                    codes={book.sectors}
                    label={(code) => `${code} · ${sectorLabel(code)}`}
                    to={(code) => searchPath(filter, { sector: code })}
                  />
                </div>
              )}
              {part === "cameo" && (
                <>
                  <div class="controls">
                    <Download what="CAMEO codes" data={facets(filter, "cameo")} />
                  </div>
                  <Table
                    caption="CAMEO codes"
                    rows={book.cameo}
                    rowKey={(row) => row.code}
                    columns={[
                      {
                        label: "Code",
                        head: true,
                        cell: (row) => <Link to={searchPath(filter, { cameo: row.code })}>{row.code}</Link>,
                      },
                      { label: "Name", cell: (row) => row.name },
                      {
                        label: "Goldstein",
                        numeric: true,
                        cell: (row) => (row.goldstein === null ? "–" : score(row.goldstein)),
                      },
                      { label: "Events", numeric: true, cell: (row) => count(row.events) },
                    ]}
                  />
                </>
              )}
            </>
          )}
        </Await>
      )}
    </>
  );
}

function Types({ book, filter }: { book: Codebook; filter: URLSearchParams }) {
  const most = Math.max(1, ...book.types.map((type) => type.events));
  return (
    <>
      {[2, 1, 3, 4].map((quad) => {
        const label = QUADS[quad - 1]?.label ?? "";
        return (
          <section key={quad} class="figure">
            <h2>{capital(label)}</h2>
            <div class="type-cards">
              {book.types
                .filter((type) => type.quad === quad)
                .map((type) => (
                  <TypeCard key={type.code} type={type} most={most} filter={filter} />
                ))}
            </div>
          </section>
        );
      })}
    </>
  );
}

function TypeCard({ type, most, filter }: { type: CodebookType; most: number; filter: URLSearchParams }) {
  return (
    <article class="type-card" id={type.code}>
      <h3>
        <TypeChip type={type.code} quad={type.quad} />
        <span class="muted">{score(type.score)}</span>
      </h3>
      <p>{type.meaning}</p>
      <div class="track" aria-hidden="true">
        <span class={`quad-${type.quad}`} style={{ width: `${(100 * type.events) / most}%` }} />
      </div>
      <p class="small">
        <Link to={searchPath(filter, { type: type.code })}>{counted(type.events, "event")}</Link>
        {" · "}
        <Link to={pathTo("/codebook/rules", merged(filter, { of: type.code }))}>
          {counted(type.rules, "rule")}
        </Link>
        {type.cameo !== null && <> · CAMEO {type.cameo}</>}
      </p>
      {type.modes.length > 0 && (
        <dl class="modes">
          {type.modes.map((mode) => (
            <div key={mode.code}>
              <dt>
                <Link to={searchPath(filter, { type: type.code, mode: mode.code })}>{plain(mode.code)}</Link>
                <span class="muted amount">{count(mode.events)}</span>
              </dt>
              <dd>
                {mode.meaning} <span class="muted">({score(mode.score)})</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  );
}

/** The counts beside codes, as they are taken away. */
function facets(filter: URLSearchParams, ...names: string[]): Export {
  const params = merged(filter, { limit: 200 });
  for (const name of names) params.append("facet", name);
  return { table: "facets", params };
}

interface CodesProps {
  title: string;
  data: Export;
  codes: CodeMeaning[];
  label: (code: string) => string;
  to: (code: string) => string;
}

function Codes({ title, data, codes, label, to }: CodesProps) {
  return (
    <section class="figure">
      <header class="figure-head">
        <h2>{title}</h2>
        <div class="tools">
          <Download what={title} data={data} />
        </div>
      </header>
      <dl class="modes">
        {codes.map((each) => (
          <div key={each.code}>
            <dt>
              <Link to={to(each.code)}>{label(each.code)}</Link>
              <span class="muted amount">{count(each.events)}</span>
            </dt>
            <dd>{capital(each.meaning)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const ORDERS = [
  { value: "-events", label: "Most events first" },
  { value: "name", label: "By name" },
];

function Rules({
  answer,
  params,
}: {
  answer: ReturnType<typeof useApi<List<RuleRow>>>;
  params: URLSearchParams;
}) {
  const filter = filterOf(params);
  const set = (changes: Record<string, string | null>) =>
    navigate(withParams(params, changes), { stay: true });
  return (
    <>
      <div class="controls">
        <Select
          label="Type"
          options={[
            { value: "", label: "All types" },
            ...TYPES.map((type) => ({ value: type, label: typeLabel(type) })),
          ]}
          value={params.get("of") ?? ""}
          onChange={(value) => set({ of: value === "" ? null : value })}
        />
        <Select
          label="Order"
          options={ORDERS}
          value={params.get("sort") ?? "-events"}
          onChange={(value) => set({ sort: value === "-events" ? null : value })}
        />
        <MatchField label="Words in name, pattern or example" params={params} />
        <Download
          what="rules"
          data={{
            table: "rules",
            params: merged(filter, {
              of: params.get("of"),
              match: params.get("match"),
              sort: params.get("sort") ?? "-events",
            }),
          }}
        />
      </div>
      <Await answer={answer} height={900}>
        {(list) =>
          list.rows.length === 0 ? (
            <Empty title="No such rules">Try fewer words, or another type.</Empty>
          ) : (
            <>
              <Table
                caption="Rules"
                rows={list.rows}
                rowKey={(rule) => rule.id}
                columns={[
                  {
                    label: "Rule",
                    head: true,
                    cell: (rule) => (
                      <>
                        <Link to={rulePath(rule.id)}>{rule.id}</Link>
                        {!rule.known && <span class="tag">not in this codebook</span>}
                      </>
                    ),
                  },
                  {
                    label: "Makes",
                    cell: (rule) => (
                      <TypeChip type={rule.type} mode={rule.mode} quad={quadOfType(rule.type)} />
                    ),
                  },
                  {
                    label: "Example",
                    wide: true,
                    cell: (rule) => <span class="muted small">{rule.examples[0]?.text ?? ""}</span>,
                  },
                  {
                    label: "Events",
                    numeric: true,
                    cell: (rule) => (
                      <Link to={searchPath(filter, { rule: rule.id })}>{count(rule.events)}</Link>
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
