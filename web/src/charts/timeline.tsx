import { scaleLinear } from "d3-scale";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Timeline as TimelineAnswer, TimelineBucket } from "../api/types";
import { bucketName, capital, count, day, toDay } from "../format";
import { plain, quadLabel, quadOfType, STATUS_MEANS, TYPES, typeLabel } from "../words";
import { Frame, pointerAt, Tip } from "./frame";
import { barOf, timeScale, TimeAxis } from "./timeaxis";

interface Series {
  key: string;
  index: number;
  label: string;
  class: string;
  /** Above the line or below it. */
  up: boolean;
  /** Material kinds lie outside the verbal ones. */
  outer: boolean;
  total: number;
}

/** Cooperation grows up, conflict down, the material kinds outside. */
function seriesOf({ stack, keys, buckets }: TimelineAnswer): Series[] {
  const total = (index: number) => buckets.reduce((sum, bucket) => sum + (bucket.counts[index] ?? 0), 0);
  const ofQuad = (quad: number) => ({ up: quad < 3, outer: quad % 2 === 0 });
  return keys.map((key, index): Series => {
    const common = { key, index, total: total(index), up: true, outer: false };
    switch (stack) {
      case "quad":
        return { ...common, label: capital(quadLabel(key)), class: `quad-${key}`, ...ofQuad(Number(key)) };
      case "type": {
        const quad = quadOfType(key);
        const rank = TYPES.filter((type) => quadOfType(type) === quad)
          .reverse()
          .indexOf(key);
        return { ...common, label: typeLabel(key), class: `quad-${quad} shade-${rank}`, ...ofQuad(quad) };
      }
      case "status":
        return { ...common, label: capital(key), class: `status-${key}` };
      default:
        return { ...common, label: capital(plain(key)), class: "status-actual" };
    }
  });
}

interface Bar {
  bucket: TimelineBucket;
  left: number;
  width: number;
}

interface TimelineProps {
  timeline: TimelineAnswer;
  from: string;
  to: string;
  /** Chosen by drawing over the figure. */
  onPeriod: (from: string, to: string) => void;
  onSeries?: ((key: string) => void) | undefined;
}

export function Timeline({ timeline, from, to, onPeriod, onSeries }: TimelineProps) {
  const [hover, setHover] = useState<{ bar: Bar; x: number; width: number } | null>(null);
  const [brush, setBrush] = useState<{ start: number; now: number } | null>(null);
  const [lit, setLit] = useState<string | null>(null);
  const pressed = useRef(false);
  const series = useMemo(() => seriesOf(timeline), [timeline]);
  const first = timeline.buckets[0]?.start ?? from;
  const last = timeline.buckets[timeline.buckets.length - 1]?.end ?? to;
  const start = first < from ? first : from;
  const end = last > to ? last : to;
  const events = timeline.buckets.reduce((sum, bucket) => sum + bucket.total, 0);
  const peak = timeline.buckets.reduce<TimelineBucket | null>(
    (most, bucket) => (most === null || bucket.total > most.total ? bucket : most),
    null,
  );
  const narrow = (width: number) => width < 640;
  const legendRows = (width: number) =>
    narrow(width) ? Math.ceil(series.length / (series.length > 5 ? 4 : 2)) : 0;
  const height = (width: number) => (narrow(width) ? 260 + 20 * legendRows(width) : 340);

  return (
    <Frame
      title={`Events by ${timeline.step}`}
      description={
        peak === null
          ? "No events with a date."
          : `${count(events)} events from ${day(start)} to ${day(end)}; most, ${count(peak.total)}, in ${bucketName(timeline.step, peak.start, peak.end)}. ` +
            series.map((each) => `${each.label}: ${count(each.total)}`).join(", ")
      }
      height={height}
      over={
        hover !== null && brush === null ? (
          <Tip x={hover.x} y={24} width={hover.width}>
            <strong>
              {capital(bucketName(timeline.step, hover.bar.bucket.start, hover.bar.bucket.end))}
            </strong>
            <table>
              <tbody>
                {series
                  .filter((each) => (hover.bar.bucket.counts[each.index] ?? 0) > 0)
                  .map((each) => (
                    <tr key={each.key}>
                      <td>
                        <span class={`swatch ${each.class}`} /> {each.label}
                      </td>
                      <td class="number">{count(hover.bar.bucket.counts[each.index] ?? 0)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </Tip>
        ) : null
      }
    >
      {(width, tall) => {
        const legend = narrow(width) ? 0 : 176;
        const top = 12 + 20 * legendRows(width);
        const left = 46;
        const right = width - legend - 8;
        const bottom = tall - 26;
        const x = timeScale(start, end, left, right);
        const least = timeline.buckets.length < 60 ? 2 : 0.7;
        const bars = timeline.buckets.map((bucket): Bar => ({ bucket, ...barOf(bucket, x, least) }));
        const side = (bucket: TimelineBucket, up: boolean) =>
          series.reduce((sum, each) => sum + (each.up === up ? (bucket.counts[each.index] ?? 0) : 0), 0);
        const highest = Math.max(1, ...bars.map((bar) => side(bar.bucket, true)));
        const lowest = Math.max(0, ...bars.map((bar) => side(bar.bucket, false)));
        const y = scaleLinear()
          .domain([-lowest, highest])
          .range([bottom - (lowest > 0 ? 6 : 0), top]);
        const paths = stackPaths(series, bars, y);
        const at = (px: number) =>
          bars.find((bar) => px >= bar.left - 1 && px <= bar.left + bar.width + 1) ?? null;
        const done = (now: number) => {
          if (brush === null) return;
          setBrush(null);
          const [a, b] = [Math.min(brush.start, now), Math.max(brush.start, now)];
          const hit = at(now);
          if (b - a < 5) {
            if (hit !== null) onPeriod(hit.bucket.start, hit.bucket.end);
            return;
          }
          const chosen = bars.filter((bar) => bar.left + bar.width > a && bar.left < b);
          const firstBar = chosen[0];
          const lastBar = chosen[chosen.length - 1];
          if (firstBar !== undefined && lastBar !== undefined)
            onPeriod(firstBar.bucket.start, lastBar.bucket.end);
          else onPeriod(toDay(x.invert(a)), toDay(x.invert(b)));
        };
        return (
          <>
            <g class="axis">
              {y
                .ticks(5)
                .filter(Number.isInteger)
                .map((tick) => (
                  <g key={tick}>
                    <line class="grid" x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
                    <text x={left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
                      {count(Math.abs(tick))}
                    </text>
                  </g>
                ))}
            </g>
            <g class={lit === null ? "" : "dimmed"}>
              {series.map((each) => (
                <path
                  key={each.key}
                  class={`${each.class} ${lit === each.key ? "lit" : ""}`}
                  d={paths.get(each.key) ?? ""}
                />
              ))}
            </g>
            {lowest > 0 && <line class="zero-line" x1={left} x2={right} y1={y(0)} y2={y(0)} />}
            <TimeAxis scale={x} y={bottom} />
            <Legend
              series={series}
              width={width}
              left={narrow(width) ? 0 : right + 16}
              columns={narrow(width) ? (series.length > 5 ? 4 : 2) : 1}
              top={narrow(width) ? 12 : Math.max(top + 8, (top + bottom) / 2 - series.length * 9)}
              onLit={setLit}
              onSeries={onSeries}
            />
            {hover !== null && (
              <rect
                data-transient
                class="hover-bar"
                x={hover.bar.left}
                y={top}
                width={hover.bar.width}
                height={bottom - top}
              />
            )}
            {brush !== null && (
              <rect
                data-transient
                class="brush"
                x={Math.min(brush.start, brush.now)}
                y={top}
                width={Math.abs(brush.now - brush.start)}
                height={bottom - top}
              />
            )}
            <rect
              data-transient
              class="catch"
              x={left}
              y={top}
              width={Math.max(0, right - left)}
              height={bottom - top}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                pressed.current = true;
                const { x: px } = pointerAt(event);
                setBrush({ start: px, now: px });
              }}
              onPointerMove={(event) => {
                const { x: px } = pointerAt(event);
                const inside = Math.max(left, Math.min(right, px));
                if (pressed.current && brush !== null) setBrush({ start: brush.start, now: inside });
                const bar = at(px);
                setHover(bar === null ? null : { bar, x: inside, width });
              }}
              onPointerUp={(event) => {
                pressed.current = false;
                done(Math.max(left, Math.min(right, pointerAt(event).x)));
              }}
              onPointerCancel={() => {
                pressed.current = false;
                setBrush(null);
              }}
              onPointerLeave={() => setHover(null)}
            />
          </>
        );
      }}
    </Frame>
  );
}

/** One path a series: two decades of weeks are a thousand bars, and a thousand nodes for each would be slow. */
function stackPaths(series: Series[], bars: Bar[], y: (value: number) => number): Map<string, string> {
  const paths = new Map<string, string[]>(series.map((each) => [each.key, []]));
  const inward = [...series].sort((a, b) => Number(a.outer) - Number(b.outer));
  for (const bar of bars) {
    let up = 0;
    let down = 0;
    for (const each of inward) {
      const n = bar.bucket.counts[each.index] ?? 0;
      if (n === 0) continue;
      const [from, to] = each.up ? [up, up + n] : [down, down - n];
      if (each.up) up = to;
      else down = to;
      const a = y(from).toFixed(1);
      const b = y(to).toFixed(1);
      paths
        .get(each.key)
        ?.push(`M${bar.left.toFixed(1)},${a}h${bar.width.toFixed(2)}V${b}h${(-bar.width).toFixed(2)}Z`);
    }
  }
  return new Map([...paths].map(([key, parts]) => [key, parts.join("")]));
}

interface LegendProps {
  series: Series[];
  width: number;
  left: number;
  top: number;
  columns: number;
  onLit: (key: string | null) => void;
  onSeries: ((key: string) => void) | undefined;
}

/** Names beside the bars, in the order in which they are stacked. */
function Legend({ series, width, left, top, columns, onLit, onSeries }: LegendProps) {
  const rank = (each: Series) => (each.up ? (each.outer ? 0 : 1) : each.outer ? 3 : 2);
  const ordered = series.filter((each) => each.total > 0).sort((a, b) => rank(a) - rank(b));
  const room = columns === 1 ? 0 : (width - left) / columns;
  return (
    <g class="legend">
      {ordered.map((each, index) => (
        <g
          key={each.key}
          transform={`translate(${left + (index % columns) * room},${top + Math.floor(index / columns) * 18})`}
          class={onSeries === undefined ? "" : "clickable"}
          onPointerEnter={() => onLit(each.key)}
          onPointerLeave={() => onLit(null)}
          onClick={() => onSeries?.(each.key)}
        >
          <rect class={each.class} x={0} y={-5} width={10} height={10} rx={2} />
          <text x={16} dy="0.32em">
            {each.label}
            {columns === 1 && <tspan class="muted">{`  ${count(each.total)}`}</tspan>}
          </text>
          <title>{STATUS_MEANS[each.key] ?? `${each.label}: ${count(each.total)} events`}</title>
        </g>
      ))}
    </g>
  );
}
