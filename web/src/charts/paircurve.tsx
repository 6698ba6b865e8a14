import { scaleLinear } from "d3-scale";
import { area, curveMonotoneX, line } from "d3-shape";
import { useMemo, useState } from "preact/hooks";
import type { Bend, Direction, PairBucket, PairDetail, Step } from "../api/types";
import { bucketName, capital, count, counted, day, score, toDate, toDay } from "../format";
import { Frame, pointerAt, Tip } from "./frame";
import { barOf, timeScale, TimeAxis } from "./timeaxis";

/** The bend as the page numbers it, so that the mark and the list beside it agree. */
export interface NumberedBend extends Bend {
  number: number;
}

function stepped(date: Date, step: Step, by: 1 | -1): Date {
  const next = new Date(date);
  if (step === "year") next.setUTCFullYear(next.getUTCFullYear() + by);
  else if (step === "month") next.setUTCMonth(next.getUTCMonth() + by);
  else next.setUTCDate(next.getUTCDate() + by * (step === "week" ? 7 : 1));
  return next;
}

/** A bend is measured against the eight buckets before it. */
const COURSE = 9;

/** Mean of the sums of a bucket and the eight before it, empty ones too: the course that a bend leaves. */
function trend(buckets: PairBucket[], step: Step, from: string, to: string): { at: Date; value: number }[] {
  const first = buckets[0];
  if (first === undefined) return [];
  const sums = new Map(buckets.map((bucket) => [bucket.start, bucket.score_sum]));
  const [begin, end] = [toDate(from), toDate(to)];
  let at = toDate(first.start);
  for (let back = 0; back < COURSE && at > begin; back += 1) at = stepped(at, step, -1);
  const course: { at: Date; value: number }[] = [];
  const last: number[] = [];
  for (; at <= end && course.length < 12_000; at = stepped(at, step, 1)) {
    last.push(sums.get(toDay(at)) ?? 0);
    if (last.length > COURSE) last.shift();
    if (last.length === COURSE) course.push({ at, value: last.reduce((sum, n) => sum + n, 0) / COURSE });
  }
  return course;
}

interface PairCurveProps {
  pair: PairDetail;
  bends: NumberedBend[];
  from: string;
  to: string;
  onPeriod: (from: string, to: string) => void;
  onBend: (number: number) => void;
}

export function PairCurve({ pair, bends, from, to, onPeriod, onBend }: PairCurveProps) {
  const [hover, setHover] = useState<{
    bucket: PairBucket;
    who: string;
    x: number;
    y: number;
    width: number;
  } | null>(null);
  const [brush, setBrush] = useState<{ start: number; now: number } | null>(null);
  const directions = pair.a.key === pair.b.key ? pair.directions.slice(0, 1) : pair.directions;
  const courses = useMemo(
    () => directions.map((direction) => trend(direction.buckets, pair.step, from, to)),
    [pair, from, to],
  );
  const all = directions.flatMap((direction) => direction.buckets);
  const start = all.reduce((least, bucket) => (bucket.start < least ? bucket.start : least), from);
  const end = all.reduce((most, bucket) => (bucket.end > most ? bucket.end : most), to);
  const name = (direction: Direction) => {
    const [source, target] = direction.source === "a" ? [pair.a, pair.b] : [pair.b, pair.a];
    return pair.a.key === pair.b.key ? `Within ${source.label}` : `${source.label} → ${target.label}`;
  };
  const panel = 200;
  const height = () => directions.length * panel + 30;
  const highest = Math.max(4, ...all.map((bucket) => bucket.score_sum));
  const lowest = Math.min(-4, ...all.map((bucket) => bucket.score_sum));

  return (
    <Frame
      title={`Score by ${pair.step}: ${pair.a.label} and ${pair.b.label}`}
      description={directions
        .map((d) => `${name(d)}: ${count(d.events)} events, mean score ${score(d.score)}`)
        .concat(bends.map((b) => `Bend ${b.number}, ${day(b.start)}: ${b.event.sentence.text}`))
        .join(". ")}
      height={height}
      over={
        hover !== null && brush === null ? (
          <Tip x={hover.x} y={hover.y} width={hover.width}>
            <strong>{capital(bucketName(pair.step, hover.bucket.start, hover.bucket.end))}</strong>
            <div>{hover.who}</div>
            <div>
              {counted(hover.bucket.events, "event")}, sum {score(hover.bucket.score_sum)}, mean{" "}
              {score(hover.bucket.score)}
            </div>
          </Tip>
        ) : null
      }
    >
      {(width, tall) => {
        const left = 46;
        const right = width - 10;
        const x = timeScale(start, end, left, right);
        const bottom = tall - 28;
        const release = (now: number) => {
          if (brush === null) return;
          setBrush(null);
          const [a, b] = [Math.min(brush.start, now), Math.max(brush.start, now)];
          if (b - a >= 5) onPeriod(toDay(x.invert(a)), toDay(x.invert(b)));
        };
        return (
          <>
            {directions.map((direction, index) => {
              const top = index * panel + 30;
              const floor = (index + 1) * panel - 8;
              const y = scaleLinear().domain([lowest, highest]).range([floor, top]).nice();
              const bars = direction.buckets.map((bucket): Bar => ({ bucket, ...barOf(bucket, x, 1.2) }));
              const course = courses[index] ?? [];
              const curve = line<{ at: Date; value: number }>()
                .x((point) => x(point.at))
                .y((point) => y(point.value))
                .curve(curveMonotoneX);
              const ground = area<{ at: Date; value: number }>()
                .x((point) => x(point.at))
                .y0(y(0))
                .y1((point) => y(point.value))
                .curve(curveMonotoneX);
              const who = name(direction);
              return (
                <g key={direction.source}>
                  <text class="panel-title" x={left} y={top - 14}>
                    {who}
                    {width > 560 && (
                      <tspan class="muted">
                        {direction.events === 0
                          ? "  no events"
                          : `  ${counted(direction.events, "event")}, mean ${score(direction.score)}`}
                      </tspan>
                    )}
                  </text>
                  <g class="axis">
                    {y.ticks(4).map((tick) => (
                      <g key={tick}>
                        <line
                          class={tick === 0 ? "zero-line" : "grid"}
                          x1={left}
                          x2={right}
                          y1={y(tick)}
                          y2={y(tick)}
                        />
                        <text x={left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
                          {tick < 0 ? `−${count(-tick)}` : count(tick)}
                        </text>
                      </g>
                    ))}
                  </g>
                  <path class="course-ground" d={ground(course) ?? ""} />
                  <path
                    class="bar-conflict"
                    d={barPath(
                      bars.filter((bar) => bar.bucket.score_sum < 0),
                      y,
                    )}
                  />
                  <path
                    class="bar-cooperation"
                    d={barPath(
                      bars.filter((bar) => bar.bucket.score_sum >= 0),
                      y,
                    )}
                  />
                  <path class="course" d={curve(course) ?? ""} />
                  <rect
                    data-transient
                    class="catch"
                    x={left}
                    y={top}
                    width={Math.max(0, right - left)}
                    height={floor - top}
                    onPointerDown={(event) => {
                      if (event.button !== 0) return;
                      event.currentTarget.setPointerCapture(event.pointerId);
                      const { x: px } = pointerAt(event);
                      setBrush({ start: px, now: px });
                    }}
                    onPointerMove={(event) => {
                      const { x: px, y: py } = pointerAt(event);
                      if (brush !== null) setBrush({ ...brush, now: Math.max(left, Math.min(right, px)) });
                      const near = bars.reduce<(typeof bars)[number] | null>((best, bar) => {
                        const gap = Math.abs(bar.left + bar.width / 2 - px);
                        return gap < 8 && (best === null || gap < Math.abs(best.left + best.width / 2 - px))
                          ? bar
                          : best;
                      }, null);
                      setHover(near === null ? null : { bucket: near.bucket, who, x: px, y: py, width });
                    }}
                    onPointerUp={(event) => release(pointerAt(event).x)}
                    onPointerCancel={() => setBrush(null)}
                    onPointerLeave={() => setHover(null)}
                  />
                  {placeBends(bends, direction.source, bars, y, top, floor).map(({ bend, at, level }) => (
                    <g
                      key={bend.number}
                      class="bend"
                      transform={`translate(${at},${level})`}
                      onClick={() => onBend(bend.number)}
                    >
                      <title>{bend.event.sentence.text}</title>
                      <circle r={8.5} />
                      <text text-anchor="middle" dy="0.34em">
                        {bend.number}
                      </text>
                    </g>
                  ))}
                </g>
              );
            })}
            <TimeAxis scale={x} y={bottom} />
            {brush !== null && (
              <rect
                data-transient
                class="brush"
                x={Math.min(brush.start, brush.now)}
                y={10}
                width={Math.abs(brush.now - brush.start)}
                height={bottom - 10}
              />
            )}
          </>
        );
      }}
    </Frame>
  );
}

interface Bar {
  bucket: PairBucket;
  left: number;
  width: number;
}

const MARK = 18;

/** Each number at the end of its bar; one that would lie on another moves to its right. */
function placeBends(
  bends: NumberedBend[],
  source: "a" | "b",
  bars: Bar[],
  y: (value: number) => number,
  top: number,
  floor: number,
): { bend: NumberedBend; at: number; level: number }[] {
  const placed: { bend: NumberedBend; at: number; level: number }[] = [];
  for (const bend of bends) {
    const bar = bars.find((each) => each.bucket.start === bend.start);
    if (bend.direction !== source || bar === undefined) continue;
    const sum = bar.bucket.score_sum;
    const level = Math.max(top + 2, Math.min(floor - 2, y(sum) + (sum >= 0 ? -11 : 11)));
    let at = bar.left + bar.width / 2;
    for (const other of placed) {
      if (Math.abs(other.at - at) < MARK && Math.abs(other.level - level) < MARK) at = other.at + MARK;
    }
    placed.push({ bend, at, level });
  }
  return placed;
}

function barPath(bars: Bar[], y: (value: number) => number): string {
  const zero = y(0).toFixed(1);
  return bars
    .map(
      ({ bucket, left, width }) =>
        `M${left.toFixed(1)},${zero}h${width.toFixed(2)}V${y(bucket.score_sum).toFixed(1)}h${(-width).toFixed(2)}Z`,
    )
    .join("");
}
