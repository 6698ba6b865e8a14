import type { Quads, Range } from "../api/types";
import { actorPath } from "../filter";
import { characters, count, score } from "../format";
import { Link } from "../router";
import { quadLabel, QUADS } from "../words";

/** A text with some of its words marked. Positions count characters, as everywhere in the API. */
export function Marked({ text, marks }: { text: string; marks: Range[] }) {
  if (marks.length === 0) return <>{text}</>;
  const chars = characters(text);
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at) continue;
    parts.push(chars.slice(at, start).join(""));
    parts.push(<mark key={start}>{chars.slice(start, end).join("")}</mark>);
    at = end;
  }
  parts.push(chars.slice(at).join(""));
  return <>{parts}</>;
}

/** Seven steps from conflict to cooperation; the style sheet has the colours. */
export function scoreClass(value: number | null): string {
  if (value === null) return "score-0";
  const size = Math.abs(value);
  const step = size >= 6 ? 3 : size >= 3 ? 2 : size >= 1 ? 1 : 0;
  return step === 0 ? "score-0" : `score-${value < 0 ? "c" : "k"}${step}`;
}

export function Score({ value }: { value: number | null }) {
  return (
    <span class="score">
      <span class={`dot ${scoreClass(value)}`} aria-hidden="true" />
      {score(value)}
    </span>
  );
}

export function ActorLink({
  actor,
  params,
}: {
  actor: { key?: string; code: string; label: string };
  params?: URLSearchParams;
}) {
  return (
    <Link to={actorPath(actor.key ?? actor.code, params)} class="actor" title={actor.code}>
      <bdi>{actor.label}</bdi>
    </Link>
  );
}

/** The four classes as one bar. */
export function QuadBar({ quads }: { quads: Quads }) {
  const all = quads.reduce((sum, n) => sum + n, 0);
  const order = [2, 1, 3, 4];
  const text = QUADS.map(({ quad }) => `${count(quads[quad - 1] ?? 0)} ${quadLabel(quad)}`).join(", ");
  return (
    <span class="quad-bar" role="img" aria-label={text} title={text}>
      {all > 0 &&
        order.map((quad) => {
          const n = quads[quad - 1] ?? 0;
          return n === 0 ? null : (
            <span key={quad} class={`quad-${quad}`} style={{ width: `${(100 * n) / all}%` }} />
          );
        })}
    </span>
  );
}
