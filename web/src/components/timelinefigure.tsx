import { address, useApi } from "../api/client";
import type { Timeline as TimelineAnswer } from "../api/types";
import { Timeline } from "../charts/timeline";
import { useDataset } from "../dataset";
import { filterOf, merged, pathTo, searchPath } from "../filter";
import { bucketName, capital, count, counted, score } from "../format";
import { Link, navigate, withParams } from "../router";
import { plain, quadLabel, typeLabel } from "../words";
import { Choice } from "./choice";
import { Figure } from "./figure";
import { Await, Empty } from "./state";
import { Table } from "./table";

const STEPS = [
  { value: "auto", label: "Auto" },
  { value: "day", label: "Day" },
  { value: "week", label: "Week" },
  { value: "month", label: "Month" },
  { value: "year", label: "Year" },
] as const;

const STACKS = [
  { value: "quad", label: "Class" },
  { value: "type", label: "Type" },
  { value: "status", label: "Status" },
] as const;

interface TimelineFigureProps {
  title: string;
  params: URLSearchParams;
  /** What the page adds to the filter of the address: its actor. */
  also?: Record<string, string>;
  name: string;
}

const PER = { day: "day", week: "week", month: "month", year: "year" };

export function TimelineFigure({ title, params, also = {}, name }: TimelineFigureProps) {
  const dataset = useDataset();
  const step = params.get("step") ?? "auto";
  const stack = params.get("stack") ?? "quad";
  const published = dataset.published;
  const from = params.get("from") ?? published?.from ?? null;
  const to = params.get("to") ?? published?.to ?? null;
  const filter = merged(filterOf(params), also);
  const query = merged(filter, { step, stack, from, to });
  const answer = useApi<TimelineAnswer>(address("timeline", query));
  const keyLabel = (key: string) =>
    stack === "quad" ? capital(quadLabel(key)) : stack === "type" ? typeLabel(key) : capital(plain(key));
  const choosePeriod = (a: string, b: string) =>
    navigate(withParams(params, { from: a, to: b }), { stay: true });
  const per = answer.data === null ? "" : ` per ${PER[answer.data.step]}`;

  return (
    <Figure
      title={`${title}${per}`}
      lead={`${stack === "status" ? "" : "Cooperation above the line, conflict below. "}Draw over the figure to choose a period.`}
      name={name}
      params={query}
      data={{ table: "timeline", params: query }}
      controls={
        <>
          <Choice
            label="Each bar"
            options={STEPS}
            value={step}
            onChange={(value) =>
              navigate(withParams(params, { step: value === "auto" ? null : value }), {
                stay: true,
                replace: true,
              })
            }
          />
          <Choice
            label="Stacked by"
            options={STACKS}
            value={stack}
            onChange={(value) =>
              navigate(withParams(params, { stack: value === "quad" ? null : value }), {
                stay: true,
                replace: true,
              })
            }
          />
        </>
      }
      note={answer.data === null ? "\u00a0" : leftOut(answer.data, !params.has("from") && !params.has("to"))}
      table={
        answer.data === null
          ? undefined
          : () => {
              const { keys, buckets, step: unit } = answer.data as TimelineAnswer;
              const used = keys
                .map((key, index) => ({ key, index }))
                .filter(({ index }) => buckets.some((bucket) => (bucket.counts[index] ?? 0) > 0));
              return (
                <Table
                  caption={`${title}${per}`}
                  rows={buckets}
                  rowKey={(bucket) => bucket.start}
                  columns={[
                    {
                      label: "Period",
                      head: true,
                      cell: (bucket) => (
                        <Link to={searchPath(filter, { from: bucket.start, to: bucket.end })}>
                          {capital(bucketName(unit, bucket.start, bucket.end))}
                        </Link>
                      ),
                    },
                    { label: "Events", numeric: true, cell: (bucket) => count(bucket.total) },
                    ...used.map(({ key, index }) => ({
                      label: keyLabel(key),
                      numeric: true,
                      cell: (bucket: TimelineAnswer["buckets"][number]) => count(bucket.counts[index] ?? 0),
                    })),
                    { label: "Mean score", numeric: true, cell: (bucket) => score(bucket.score) },
                  ]}
                />
              );
            }
      }
    >
      <Await answer={answer} height={340}>
        {(timeline) =>
          timeline.buckets.length === 0 ? (
            <Empty title="No events with a date in this period">
              Choose a longer period or clear the filter.
            </Empty>
          ) : (
            <Timeline
              timeline={timeline}
              from={params.get("from") ?? timeline.buckets[0]?.start ?? "1970-01-01"}
              to={params.get("to") ?? timeline.buckets[timeline.buckets.length - 1]?.end ?? "1970-01-01"}
              onPeriod={choosePeriod}
              onSeries={
                stack === "none"
                  ? undefined
                  : (key) => navigate(pathTo("/search", merged(filter, { [stack]: key })))
              }
            />
          )
        }
      </Await>
    </Figure>
  );
}

function leftOut(timeline: TimelineAnswer, wholePeriod: boolean): string {
  const parts = [];
  if (timeline.imprecise > 0) {
    parts.push(
      `${counted(timeline.imprecise, "event")} with a date too vague for one ${timeline.step} ${timeline.imprecise === 1 ? "is" : "are"} not drawn.`,
    );
  }
  if (timeline.undated > 0) parts.push(`${counted(timeline.undated, "event")} without a date.`);
  if (timeline.clipped > 0) parts.push(`${counted(timeline.clipped, "event")} before the first bar shown.`);
  if (wholePeriod) parts.push("Drawn for the days on which the documents were published.");
  return parts.join(" ");
}
