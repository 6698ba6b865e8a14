import { scaleUtc } from "d3-scale";
import { dayInYear, monthInYear, toDate } from "../format";

export const DAY = 86_400_000;

/** From the first bucket to the end of the last. */
export function timeScale(from: string, to: string, left: number, right: number) {
  return scaleUtc()
    .domain([toDate(from), new Date(toDate(to).getTime() + DAY)])
    .range([left, right]);
}

export type TimeScale = ReturnType<typeof timeScale>;

/** A bucket wider than this is a block, and no bar. */
const WIDEST = 40;

/** Where the bar of a bucket stands: as wide as its time, with a gap where there is room for one. */
export function barOf(bucket: { start: string; end: string }, scale: TimeScale, least: number) {
  const from = scale(toDate(bucket.start));
  const to = scale(new Date(toDate(bucket.end).getTime() + DAY));
  const width = Math.min(WIDEST, Math.max(least, to - from - (to - from > 4 ? 1 : 0)));
  return { left: to - from > WIDEST ? (from + to - width) / 2 : from, width };
}

export function TimeAxis({ scale, y, grid }: { scale: TimeScale; y: number; grid?: number }) {
  const [left = 0, right = 0] = scale.range();
  // Events have days and no hours.
  const ticks = scale
    .ticks(Math.max(2, Math.floor((right - left) / 90)))
    .filter((tick) => tick.getTime() % DAY === 0);
  const [first, last] = scale.domain();
  const days = ((last?.getTime() ?? 0) - (first?.getTime() ?? 0)) / DAY;
  const label = (date: Date, index: number) => {
    const newYear = date.getUTCMonth() === 0 && date.getUTCDate() === 1;
    if (newYear) return String(date.getUTCFullYear());
    const name = date.getUTCDate() === 1 && days > 60 ? monthInYear(date) : dayInYear(date);
    return index === 0 ? `${name} ${date.getUTCFullYear()}` : name;
  };
  return (
    <g class="axis">
      {grid !== undefined &&
        ticks.map((tick) => (
          <line key={+tick} class="grid" x1={scale(tick)} x2={scale(tick)} y1={grid} y2={y} />
        ))}
      <line x1={left} x2={right} y1={y} y2={y} />
      {ticks.map((tick, index) => (
        <g key={+tick} transform={`translate(${scale(tick)},${y})`}>
          <line y2={4} />
          <text y={17} text-anchor={scale(tick) > right - 18 ? "end" : "middle"}>
            {label(tick, index)}
          </text>
        </g>
      ))}
    </g>
  );
}
