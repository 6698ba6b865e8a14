import { address, useApi } from "../api/client";
import type { ActorDetail, ClaimRow, EventRow, List, Partner, Side, StatementRow } from "../api/types";
import { ClaimItem } from "../components/claim";
import { Download } from "../components/download";
import { EventItem } from "../components/event";
import { FilterBar } from "../components/filterbar";
import { Heading } from "../components/heading";
import { QuadBar, Score } from "../components/marks";
import { Await, Empty } from "../components/state";
import { StatementItem } from "../components/statement";
import { Table } from "../components/table";
import { TimelineFigure } from "../components/timelinefigure";
import { TypeBars } from "../components/typebars";
import { useDataset } from "../dataset";
import { actorLabel, actorPath, filterOf, merged, pairPath, pathTo, searchPath } from "../filter";
import { capital, count, counted, period, score } from "../format";
import { Link } from "../router";

export function ActorPage({ actor: key, params }: { actor: string; params: URLSearchParams }) {
  const filter = filterOf(params);
  const answer = useApi<ActorDetail>(address(`actors/${encodeURIComponent(key)}`, filter));
  const label = answer.data?.actor.label ?? actorLabel(key);
  const code = key.endsWith("*") ? key.slice(0, -1) : key;
  const country = code.split(/[ #]/)[0] ?? code;
  return (
    <>
      <Heading
        title={label}
        above={
          <>
            <Link to={pathTo("/actors", filter)}>Actors</Link>
            {code !== country && (
              <>
                {" › "}
                <Link to={actorPath(`${country}*`, params)}>{actorLabel(`${country}*`)}</Link>
              </>
            )}
          </>
        }
        lead={answer.data === null ? undefined : <Totals detail={answer.data} />}
      >
        <bdi>{label}</bdi> <code class="code">{key.endsWith("*") ? `${code} and all its actors` : code}</code>
      </Heading>
      <FilterBar
        params={params}
        summary={answer.data === null ? "" : counted(answer.data.totals.events, "event")}
      />
      <Await answer={answer} height={900}>
        {(detail) =>
          detail.totals.events === 0 && detail.totals.statements === 0 ? (
            <Empty title="No events of this actor under the filter">
              Take back one of the choices above, or <Link to={actorPath(key)}>see everything about it</Link>.
            </Empty>
          ) : (
            <Detail detail={detail} params={params} />
          )
        }
      </Await>
    </>
  );
}

function Totals({ detail: { totals } }: { detail: ActorDetail }) {
  return (
    <>
      Acts in {counted(totals.as_source, "event")}, acted upon in {count(totals.as_target)}
      {totals.first !== null && totals.last !== null && <>, {period(totals.first, totals.last)}</>}
      {totals.score !== null && <>; mean score {score(totals.score)}</>}
    </>
  );
}

function Detail({ detail, params }: { detail: ActorDetail; params: URLSearchParams }) {
  const filter = filterOf(params);
  const key = detail.actor.key;
  const name = detail.actor.label;
  return (
    <>
      <TimelineFigure
        title={`Events with ${name}`}
        params={params}
        also={{ actor: key }}
        name={`events-${key.replace(/[^A-Za-z0-9]+/g, "-")}`}
      />
      <div class="two">
        <SideSection title="What it did" side={detail.as_source} filter={filter} role="source" actor={key} />
        <SideSection
          title="What was done to it"
          side={detail.as_target}
          filter={filter}
          role="target"
          actor={key}
        />
      </div>
      <Partners detail={detail} params={params} />
      <div class="two">
        <Deeds title={`Latest: ${name} acts`} params={params} also={{ source: key }} />
        <Deeds title={`Latest: towards ${name}`} params={params} also={{ target: key }} />
      </div>
      <Statements actor={key} name={name} />
      <Claims actor={key} name={name} />
      <div class="two">
        <section class="figure">
          <h2>Who belongs to it</h2>
          <ul class="plain-list">
            {detail.members.slice(0, 20).map((member) => (
              <li key={member.actor.key}>
                <Link to={actorPath(member.actor.key, params)}>
                  <bdi>{member.actor.label}</bdi>
                </Link>{" "}
                <code class="code">{member.actor.code}</code>
                <span class="muted amount">{count(member.events)}</span>
              </li>
            ))}
          </ul>
        </section>
        <section class="figure">
          <h2>Words that name it</h2>
          <ul class="plain-list">
            {detail.named.map((each) => (
              <li key={each.text}>
                <Link
                  to={pathTo(
                    "/search",
                    merged(filter, { actor: key, q: `"${each.text.replaceAll('"', "")}"` }),
                  )}
                >
                  <bdi>{each.text}</bdi>
                </Link>
                <span class="muted amount">{count(each.count)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}

interface SideProps {
  title: string;
  side: Side;
  filter: URLSearchParams;
  role: "source" | "target";
  actor: string;
}

function SideSection({ title, side, filter, role, actor }: SideProps) {
  return (
    <section class="figure">
      <header class="figure-head">
        <h2>{title}</h2>
        <div class="tools">
          <Download what={title} data={{ table: "events", params: merged(filter, { [role]: actor }) }} />
        </div>
      </header>
      {side.total === 0 ? (
        <p class="muted">Nothing under this filter.</p>
      ) : (
        <>
          <QuadBar quads={side.quads} />
          <TypeBars types={side.types} to={(type) => searchPath(filter, { [role]: actor, type })} />
        </>
      )}
    </section>
  );
}

function Partners({ detail, params }: { detail: ActorDetail; params: URLSearchParams }) {
  const key = detail.actor.key;
  return (
    <section class="figure">
      <header class="figure-head">
        <h2>With whom</h2>
        <div class="tools">
          <Download
            what="pairs"
            data={{ table: "pairs", params: merged(filterOf(params), { actor: key }) }}
          />
        </div>
      </header>
      {detail.partners.length === 0 ? (
        <p class="muted">No partner is named.</p>
      ) : (
        <Table<Partner>
          caption={`With whom ${detail.actor.label} has events`}
          rows={detail.partners}
          rowKey={(partner) => partner.actor.key}
          columns={[
            {
              label: "Partner",
              head: true,
              cell: (partner) => (
                <Link to={pairPath(key, partner.actor.key, params)}>
                  <bdi>{partner.actor.label}</bdi>
                </Link>
              ),
            },
            { label: "Events", numeric: true, cell: (partner) => count(partner.events) },
            { label: "To", numeric: true, wide: true, cell: (partner) => count(partner.to) },
            { label: "Score to", numeric: true, cell: (partner) => <Score value={partner.score_to} /> },
            { label: "From", numeric: true, wide: true, cell: (partner) => count(partner.from) },
            { label: "Score from", numeric: true, cell: (partner) => <Score value={partner.score_from} /> },
            {
              label: "Cooperation to conflict",
              wide: true,
              cell: (partner) => <QuadBar quads={partner.quads} />,
            },
          ]}
        />
      )}
    </section>
  );
}

function Deeds({
  title,
  params,
  also,
}: {
  title: string;
  params: URLSearchParams;
  also: Record<string, string>;
}) {
  const query = merged(filterOf(params), also);
  const answer = useApi<List<EventRow>>(address("events", merged(query, { limit: 5 })));
  return (
    <section class="figure">
      <h2>{title}</h2>
      <Await answer={answer} height={400}>
        {(list) =>
          list.rows.length === 0 ? (
            <p class="muted">Nothing under this filter.</p>
          ) : (
            <>
              <ol class="events">
                {list.rows.map((event) => (
                  <EventItem key={event.id} event={event} params={params} />
                ))}
              </ol>
              <p>
                <Link to={pathTo("/search", query)}>All {count(list.total)}</Link>
              </p>
            </>
          )
        }
      </Await>
    </section>
  );
}

function Statements({ actor, name }: { actor: string; name: string }) {
  const dataset = useDataset();
  const answer = useApi<List<StatementRow>>(
    dataset.has.statements ? address("statements", { speaker: actor, limit: 5 }) : null,
  );
  return (
    <section class="figure">
      <h2>What it said</h2>
      {!dataset.has.statements ? (
        <p class="muted">This data set has no statements.</p>
      ) : (
        <Await answer={answer} height={200}>
          {(list) =>
            list.total === 0 ? (
              <p class="muted">No statements of {name}.</p>
            ) : (
              <>
                <ol class="events">
                  {list.rows.map((statement) => (
                    <StatementItem key={statement.id} statement={statement} />
                  ))}
                </ol>
                <p>
                  <Link to={pathTo("/statements", new URLSearchParams({ speaker: actor }))}>
                    {capital(`all ${counted(list.total, "statement")}`)}
                  </Link>
                </p>
              </>
            )
          }
        </Await>
      )}
    </section>
  );
}

function Claims({ actor, name }: { actor: string; name: string }) {
  const dataset = useDataset();
  const answer = useApi<List<ClaimRow>>(dataset.has.claims ? address("claims", { actor, limit: 10 }) : null);
  return (
    <section class="figure">
      <h2>Offices and other claims</h2>
      {!dataset.has.claims ? (
        <p class="muted">This data set has no claims: who holds which office, who is member of what.</p>
      ) : (
        <Await answer={answer} height={200}>
          {(list) =>
            list.total === 0 ? (
              <p class="muted">No claims about {name}.</p>
            ) : (
              <>
                <ol class="events">
                  {list.rows.map((claim) => (
                    <ClaimItem key={claim.id} claim={claim} />
                  ))}
                </ol>
                <p>
                  <Link to={pathTo("/claims", new URLSearchParams({ actor }))}>
                    All {counted(list.total, "claim")}
                  </Link>
                </p>
              </>
            )
          }
        </Await>
      )}
    </section>
  );
}
