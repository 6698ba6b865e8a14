import { address, useApi } from "../api/client";
import type { Direction, PairDetail } from "../api/types";
import { type NumberedBend, PairCurve } from "../charts/paircurve";
import { Choice } from "../components/choice";
import { Download } from "../components/download";
import { EventLine, Origin } from "../components/event";
import { Figure } from "../components/figure";
import { FilterBar } from "../components/filterbar";
import { Heading } from "../components/heading";
import { QuadBar, Score } from "../components/marks";
import { Await, Empty } from "../components/state";
import { Table } from "../components/table";
import { TypeBars } from "../components/typebars";
import { useDataset } from "../dataset";
import {
  actorLabel,
  actorPath,
  documentPath,
  filterOf,
  merged,
  pairPath,
  pathTo,
  searchPath,
} from "../filter";
import { bucketName, capital, count, counted, score, toDate } from "../format";
import { Link, navigate, withParams } from "../router";

const STEPS = [
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
  { value: "year", label: "Year" },
] as const;

/** Weeks, unless they are so many that they become hair. */
function usualStep(from: string | null, to: string | null): string {
  if (from === null || to === null) return "week";
  const years = (toDate(to).getTime() - toDate(from).getTime()) / (365.25 * 86_400_000);
  return years > 8 ? "month" : "week";
}

export function PairPage({ a, b, params }: { a: string; b: string; params: URLSearchParams }) {
  const dataset = useDataset();
  const filter = filterOf(params);
  const from = params.get("from") ?? dataset.published?.from ?? null;
  const to = params.get("to") ?? dataset.published?.to ?? null;
  const step = params.get("step") ?? usualStep(from, to);
  const path = `pairs/${encodeURIComponent(a)}/${encodeURIComponent(b)}`;
  const query = merged(filter, { step, from, to });
  const answer = useApi<PairDetail>(address(path, query));
  const labelA = answer.data?.a.label ?? actorLabel(a);
  const labelB = answer.data?.b.label ?? actorLabel(b);
  const same = a === b;
  return (
    <>
      <Heading
        title={same ? `Within ${labelA}` : `${labelA} and ${labelB}`}
        above={<Link to={pathTo("/pairs", filter)}>Pairs</Link>}
        lead={
          answer.data === null ? undefined : (
            <>
              {counted(answer.data.totals.events, "event")}
              {answer.data.totals.score !== null && <>, mean score {score(answer.data.totals.score)}</>}
            </>
          )
        }
      >
        {same ? (
          <>
            Within{" "}
            <Link to={actorPath(a, params)}>
              <bdi>{labelA}</bdi>
            </Link>
          </>
        ) : (
          <>
            <Link to={actorPath(a, params)}>
              <bdi>{labelA}</bdi>
            </Link>{" "}
            and{" "}
            <Link to={actorPath(b, params)}>
              <bdi>{labelB}</bdi>
            </Link>
          </>
        )}
      </Heading>
      <FilterBar
        params={params}
        summary={answer.data === null ? "" : counted(answer.data.totals.events, "event")}
      />
      <Await answer={answer} height={900}>
        {(pair) =>
          pair.totals.events === 0 ? (
            <Empty title="No events between them under this filter">
              Take back one of the choices above, or{" "}
              <Link to={pairPath(a, b)}>see everything between them</Link>.
            </Empty>
          ) : (
            <Detail pair={pair} params={params} step={step} from={from} to={to} />
          )
        }
      </Await>
    </>
  );
}

interface DetailProps {
  pair: PairDetail;
  params: URLSearchParams;
  step: string;
  from: string | null;
  to: string | null;
}

function Detail({ pair, params, step, from, to }: DetailProps) {
  const filter = filterOf(params);
  const bends: NumberedBend[] = [...pair.bends]
    .sort((x, y) => (x.start < y.start ? -1 : x.start > y.start ? 1 : 0))
    .map((bend, index) => ({ ...bend, number: index + 1 }));
  const data = {
    table: "pair",
    params: merged(filter, { a: pair.a.key, b: pair.b.key, step, from, to }),
  };
  const same = pair.a.key === pair.b.key;
  const drawn = (direction: Direction) => direction.buckets.reduce((sum, bucket) => sum + bucket.events, 0);
  const vague = (same ? pair.directions.slice(0, 1) : pair.directions).reduce(
    (sum, direction) => sum + direction.events - drawn(direction),
    0,
  );
  const side = (letter: "a" | "b") => (letter === "a" ? pair.a : pair.b);
  return (
    <>
      <Figure
        title={`Score by ${pair.step}`}
        lead="Bars are the sum of the scores of the events, cooperation above the line, conflict below; the line is the mean of nine bars. A number marks an event that bends the curve. Draw over the figure to choose a period."
        name={`score-${pair.a.code}-${pair.b.code}`.replace(/[^A-Za-z0-9-]+/g, "-")}
        params={between(filter, pair.a.key, pair.b.key)}
        data={data}
        controls={
          <Choice
            label="Each bar"
            options={STEPS}
            value={step}
            onChange={(value) => navigate(withParams(params, { step: value }), { stay: true, replace: true })}
          />
        }
        note={
          vague === 0
            ? ""
            : `${counted(vague, "event")} with a date too vague for one ${pair.step} ${vague === 1 ? "is" : "are"} not drawn.`
        }
        table={() => (
          <Table
            caption={`Score by ${pair.step}`}
            rows={pair.directions.flatMap((direction) =>
              direction.buckets.map((bucket) => ({ ...bucket, direction: direction.source })),
            )}
            rowKey={(row) => `${row.direction} ${row.start}`}
            columns={[
              {
                label: "Period",
                head: true,
                cell: (row) => (
                  <Link
                    to={searchPath(filter, {
                      source: side(row.direction).key,
                      target: side(row.direction === "a" ? "b" : "a").key,
                      from: row.start,
                      to: row.end,
                    })}
                  >
                    {capital(bucketName(pair.step, row.start, row.end))}
                  </Link>
                ),
              },
              { label: "Who acts", cell: (row) => side(row.direction).label },
              { label: "Events", numeric: true, cell: (row) => count(row.events) },
              { label: "Sum", numeric: true, cell: (row) => score(row.score_sum) },
              { label: "Mean", numeric: true, cell: (row) => score(row.score) },
            ]}
          />
        )}
      >
        <PairCurve
          pair={pair}
          bends={bends}
          from={params.get("from") ?? firstStart(pair) ?? from ?? "1970-01-01"}
          to={params.get("to") ?? lastEnd(pair) ?? to ?? "1970-01-01"}
          onPeriod={(x, y) => navigate(withParams(params, { from: x, to: y }), { stay: true })}
          onBend={(number) => {
            const item = document.getElementById(`bend-${number}`);
            item?.scrollIntoView({ block: "center" });
            item?.focus();
          }}
        />
      </Figure>
      <section class="figure">
        <header class="figure-head">
          <h2>Events that bend the curve</h2>
          <div class="tools">
            <Download
              what="events between them"
              data={{ table: "events", params: between(filter, pair.a.key, pair.b.key) }}
            />
          </div>
        </header>
        {bends.length === 0 ? (
          <p class="muted">The curve has no bends.</p>
        ) : (
          <ol class="bends">
            {bends.map((bend) => (
              <li key={bend.number} id={`bend-${bend.number}`} tabIndex={-1} value={bend.number}>
                <div class="event-head">
                  <span class="bend-when">{capital(bucketName(pair.step, bend.start, bend.start))}</span>
                  <EventLine event={bend.event} params={params} />
                  <span class="change">
                    {score(bend.change)}
                    <span class="hidden"> against the eight before</span>
                  </span>
                </div>
                <p class="sentence" dir="auto">
                  <Link to={documentPath(bend.event.document, bend.event.id)} class="plain">
                    {bend.event.sentence.text}
                  </Link>
                </p>
                <Origin from={bend.event} />
              </li>
            ))}
          </ol>
        )}
      </section>
      <div class="two">
        {(same ? pair.directions.slice(0, 1) : pair.directions).map((direction) => (
          <DirectionSection
            key={direction.source}
            direction={direction}
            source={side(direction.source)}
            target={side(direction.target)}
            filter={filter}
          />
        ))}
      </div>
      <p>
        <Link to={pathTo("/search", between(filter, pair.a.key, pair.b.key))}>
          Read all {counted(pair.totals.events, "event")} between them
        </Link>
      </p>
    </>
  );
}

function between(filter: URLSearchParams, a: string, b: string): URLSearchParams {
  const query = new URLSearchParams(filter);
  if (a === b) {
    query.set("source", a);
    query.set("target", a);
  } else {
    query.delete("between");
    query.append("between", a);
    query.append("between", b);
  }
  return query;
}

const firstStart = (pair: PairDetail) =>
  pair.directions
    .flatMap((direction) => direction.buckets.slice(0, 1).map((bucket) => bucket.start))
    .sort()[0] ?? null;

const lastEnd = (pair: PairDetail) =>
  pair.directions
    .flatMap((direction) => direction.buckets.slice(-1).map((bucket) => bucket.end))
    .sort()
    .at(-1) ?? null;

interface DirectionProps {
  direction: Direction;
  source: { key: string; label: string };
  target: { key: string; label: string };
  filter: URLSearchParams;
}

function DirectionSection({ direction, source, target, filter }: DirectionProps) {
  return (
    <section class="figure">
      <h2>
        <bdi>{source.label}</bdi> → <bdi>{target.label}</bdi>
      </h2>
      {direction.events === 0 ? (
        <p class="muted">Nothing in this direction.</p>
      ) : (
        <>
          <p class="lead">
            {counted(direction.events, "event")}, mean score <Score value={direction.score} />
          </p>
          <QuadBar quads={direction.quads} />
          <TypeBars
            types={direction.types}
            to={(type) => searchPath(filter, { source: source.key, target: target.key, type })}
          />
        </>
      )}
    </section>
  );
}
