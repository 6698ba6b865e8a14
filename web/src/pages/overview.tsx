import { address, useApi } from "../api/client";
import type { ActorRow, EventRow, List, Network, PairRow, Places } from "../api/types";
import { NetworkGraph, shownTies } from "../charts/network";
import { REGIONS, WorldMap } from "../charts/worldmap";
import { Choice, Select } from "../components/choice";
import { Download } from "../components/download";
import { EventItem } from "../components/event";
import { Figure } from "../components/figure";
import { FilterBar } from "../components/filterbar";
import { Heading } from "../components/heading";
import { QuadBar, Score } from "../components/marks";
import { Await, Empty, Failure } from "../components/state";
import { Table } from "../components/table";
import { ActorTable, PairTable } from "../components/tables";
import { TimelineFigure } from "../components/timelinefigure";
import { useDataset } from "../dataset";
import { actorPath, filterOf, merged, pairPath, pathTo, searchPath } from "../filter";
import { count, counted, period } from "../format";
import { Link, navigate, withParams } from "../router";
import { LEVELS } from "../words";

export function OverviewPage({ params }: { params: URLSearchParams }) {
  const dataset = useDataset();
  const filter = filterOf(params);
  // Reports tell of what is to come, too: the latest are those up to the last report.
  const to = params.get("to") ?? dataset.published?.to ?? null;
  const latest = useApi<List<EventRow>>(address("events", merged(filter, { to, limit: 5 })));
  const all = useApi<List<EventRow>>(address("events", merged(filter, { limit: 1 })));
  const total = all.data?.total;
  return (
    <>
      <Heading
        title="Overview"
        lead={
          <>
            {counted(dataset.counts.events, "event record")} from{" "}
            {counted(dataset.counts.documents, "document")}
            {dataset.published !== null && (
              <>, published {period(dataset.published.from, dataset.published.to)}</>
            )}
          </>
        }
      >
        Who did what to whom
      </Heading>
      <FilterBar
        params={params}
        summary={
          total === undefined
            ? ""
            : filter.size === 0
              ? `All ${counted(total, "event")}`
              : `${counted(total, "event")} of ${count(dataset.counts.events)}`
        }
      />
      {all.error !== null ? (
        <Failure problem={all.error} retry={all.retry} />
      ) : total === 0 ? (
        <Empty title="No events under this filter">
          Take back one of the choices above, or <Link to="/">see everything</Link>.
        </Empty>
      ) : (
        <>
          <TimelineFigure title="Events" params={params} name="events-over-time" />
          <MapFigure params={params} />
          <div class="two">
            <TopActors params={params} />
            <TopPairs params={params} />
          </div>
          <NetworkFigure params={params} />
          <section class="figure">
            <header class="figure-head">
              <h2>Latest events</h2>
              <div class="tools">
                <Download what="events" data={{ table: "events", params: filter }} />
              </div>
            </header>
            <Await answer={latest} height={400}>
              {(list) => (
                <ol class="events">
                  {list.rows.map((event) => (
                    <EventItem key={event.id} event={event} params={params} />
                  ))}
                </ol>
              )}
            </Await>
            <p>
              <Link to={pathTo("/search", filter)}>Read all of them</Link>
            </p>
          </section>
        </>
      )}
    </>
  );
}

function MapFigure({ params }: { params: URLSearchParams }) {
  const filter = filterOf(params);
  const by = params.get("by") === "country" ? "country" : "place";
  const region = params.get("region") ?? "world";
  const query = merged(filter, { by, limit: 1000 });
  const answer = useApi<Places>(address("places", query));
  const set = (changes: Record<string, string | null>) =>
    navigate(withParams(params, changes), { stay: true, replace: true });
  const to = (place: Places["rows"][number]) =>
    searchPath(filter, by === "country" ? { country: place.key } : { place: place.key });
  return (
    <Figure
      title="Where events took place"
      lead="Larger for more events; the colour is their mean score."
      name="places"
      params={filter}
      data={{ table: "places", params: query }}
      controls={
        <>
          <Choice
            label="Show"
            options={[
              { value: "place", label: "Places" },
              { value: "country", label: "Countries" },
            ]}
            value={by}
            onChange={(value) => set({ by: value === "place" ? null : value })}
          />
          <Select
            label="Region"
            options={REGIONS}
            value={region}
            onChange={(value) => set({ region: value === "world" ? null : value })}
          />
        </>
      }
      note={
        answer.data === null
          ? "\u00a0"
          : `${counted(answer.data.located, "event")} with a known place; ${count(answer.data.unlocated)} without one are not on the map.` +
            (answer.data.total > answer.data.rows.length
              ? ` The ${count(answer.data.rows.length)} places with most events of ${count(answer.data.total)} are drawn.`
              : "")
      }
      table={() => (
        <Table
          caption="Places with how many events took place there"
          rows={answer.data?.rows.slice(0, 200) ?? []}
          rowKey={(place) => place.key}
          columns={[
            { label: "Place", head: true, cell: (place) => <Link to={to(place)}>{place.name}</Link> },
            { label: "Country", wide: true, cell: (place) => place.country_name ?? "" },
            { label: "Events", numeric: true, cell: (place) => count(place.events) },
            { label: "Cooperation to conflict", cell: (place) => <QuadBar quads={place.quads} /> },
            { label: "Mean score", numeric: true, cell: (place) => <Score value={place.score} /> },
          ]}
        />
      )}
    >
      <Await answer={answer} height={560}>
        {(places) =>
          places.rows.length === 0 ? (
            <Empty title="No event here has a known place" />
          ) : (
            <WorldMap places={places.rows} countries={by === "country"} region={region} to={to} />
          )
        }
      </Await>
    </Figure>
  );
}

function TopActors({ params }: { params: URLSearchParams }) {
  const filter = filterOf(params);
  const answer = useApi<List<ActorRow>>(address("actors", merged(filter, { limit: 10 })));
  return (
    <section class="figure">
      <header class="figure-head">
        <h2>Actors with most events</h2>
        <div class="tools">
          <Download what="actors" data={{ table: "actors", params: filter }} />
        </div>
      </header>
      <Await answer={answer} height={380}>
        {(list) => <ActorTable rows={list.rows} params={params} brief />}
      </Await>
      <p>
        <Link to={pathTo("/actors", filter)}>All actors</Link>
      </p>
    </section>
  );
}

function TopPairs({ params }: { params: URLSearchParams }) {
  const filter = filterOf(params);
  const between = merged(filter, { abroad: params.get("abroad") ?? "true" });
  const answer = useApi<List<PairRow>>(address("pairs", merged(between, { limit: 10 })));
  return (
    <section class="figure">
      <header class="figure-head">
        <h2>Pairs with most events</h2>
        <div class="tools">
          <Download what="pairs" data={{ table: "pairs", params: between }} />
        </div>
      </header>
      <Await answer={answer} height={380}>
        {(list) =>
          list.rows.length === 0 ? (
            <Empty title="No events between countries" />
          ) : (
            <PairTable rows={list.rows} params={params} directed brief />
          )
        }
      </Await>
      <p>
        <Link to={pathTo("/pairs", between)}>All pairs</Link>
      </p>
    </section>
  );
}

function NetworkFigure({ params }: { params: URLSearchParams }) {
  const filter = filterOf(params);
  const level = params.get("level") ?? "country";
  const nodes = params.get("nodes") ?? "40";
  const query = merged(filter, { level, nodes });
  const answer = useApi<Network>(address("network", query));
  const set = (changes: Record<string, string | null>) =>
    navigate(withParams(params, changes), { stay: true, replace: true });
  const labels = new Map(answer.data?.nodes.map((node) => [node.actor.key, node.actor.label]));
  return (
    <Figure
      title="Network of actors"
      lead="A line from one actor to another: wider for more events, from conflict to cooperation by their mean score. It bends to the right of who acts."
      name="network"
      params={filter}
      data={{ table: "network", params: query }}
      controls={
        <>
          <Choice
            label="Actors"
            options={LEVELS}
            value={level}
            onChange={(value) => set({ level: value === "country" ? null : value })}
          />
          <Select
            label="How many"
            options={["20", "40", "80", "120"].map((n) => ({ value: n, label: n }))}
            value={nodes}
            onChange={(value) => set({ nodes: value === "40" ? null : value })}
          />
        </>
      }
      note={
        answer.data === null
          ? "\u00a0"
          : `${count(answer.data.nodes.length)} of ${counted(answer.data.total_nodes, "actor")} shown, with the strongest ${count(shownTies(answer.data).length)} of ${counted(answer.data.total_edges, "tie")}.`
      }
      table={() => (
        <Table
          caption="Ties between actors"
          rows={[...(answer.data?.edges ?? [])].sort((a, b) => b.events - a.events).slice(0, 200)}
          rowKey={(edge) => `${edge.source} ${edge.target}`}
          columns={[
            {
              label: "Tie",
              head: true,
              cell: (edge) => (
                <Link to={pairPath(edge.source, edge.target, params)}>
                  <bdi>{labels.get(edge.source)}</bdi> → <bdi>{labels.get(edge.target)}</bdi>
                </Link>
              ),
            },
            { label: "Events", numeric: true, cell: (edge) => count(edge.events) },
            { label: "Cooperation to conflict", cell: (edge) => <QuadBar quads={edge.quads} /> },
            { label: "Mean score", numeric: true, cell: (edge) => <Score value={edge.score} /> },
          ]}
        />
      )}
    >
      <Await answer={answer} height={560}>
        {(network) =>
          network.nodes.length === 0 ? (
            <Empty title="No actors under this filter" />
          ) : (
            <NetworkGraph
              network={network}
              actorTo={(key) => actorPath(key, params)}
              pairTo={(a, b) => pairPath(a, b, params)}
            />
          )
        }
      </Await>
    </Figure>
  );
}
