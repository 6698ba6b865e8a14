import type { ComponentChildren } from "preact";
import { actorPath, pathTo } from "../filter";
import { Link } from "../router";
import type { Layer, Mark, Piece, Segment } from "./segments";
import { segmentsOf } from "./segments";

export interface ReaderState {
  marks: Mark[];
  hidden: ReadonlySet<Layer>;
  /** The record whose parts are shown. */
  shown: string | null;
  /** Where sentences end, with where they start: the tree is asked for by its start. */
  sentences: ReadonlyMap<number, number>;
  tree: number | null;
  to: (changes: Record<string, string | null>) => string;
}

/** The words of a piece with everything that was found in them. */
export function MarkedText({ piece, state }: { piece: Piece; state: ReaderState }) {
  const segments = segmentsOf(piece, state.marks, new Set(state.sentences.keys()));
  return (
    <>
      {segments.map((segment) => (
        <SegmentText key={segment.start} segment={segment} piece={piece} state={state} />
      ))}
    </>
  );
}

interface SegmentProps {
  segment: Segment;
  piece: Piece;
  state: ReaderState;
}

function SegmentText({ segment, piece, state }: SegmentProps) {
  const { hidden, shown, sentences, to } = state;
  const visible = segment.marks.filter((mark) => mark.layer === "found" || !hidden.has(mark.layer));
  const parts = shown === null ? [] : visible.filter((mark) => mark.ids.includes(shown));
  const trigger =
    visible.find((mark) => mark.role === "event" && mark.ids.includes(shown ?? "")) ??
    visible.find((mark) => mark.role === "event");
  const actor = visible.find((mark) => mark.layer === "actors" && mark.actor !== undefined);
  const place = visible.find((mark) => mark.place !== undefined);
  const role = parts.find((mark) => mark.role !== "said")?.role ?? parts[0]?.role;
  const begins = parts.some((mark) => mark.role === role && mark.start === segment.start);

  const classes = new Set(visible.map((mark) => `in-${mark.layer}`));
  if (visible.some((mark) => mark.role === "said")) classes.add("in-said");
  if (visible.some((mark) => mark.role === "cue")) classes.add("in-cue");
  if (trigger?.quad !== undefined) classes.add(`trigger quad-ink-${trigger.quad}`);
  if (role !== undefined) classes.add(`part part-${role}`);
  const className = [...classes].join(" ");
  const label = begins && role !== undefined && role !== "said" ? { "data-label": role } : {};

  let content: ComponentChildren = segment.text;
  if (trigger !== undefined) {
    const id = trigger.ids[0] ?? null;
    content = (
      <Link to={to({ show: id })} stay class={className} data-event={id ?? ""} {...label}>
        {segment.text}
      </Link>
    );
  } else if (actor?.actor !== undefined) {
    content = (
      <Link
        to={actorPath(actor.actor.code)}
        class={className}
        title={`${actor.actor.label}, ${actor.actor.code}`}
        {...label}
      >
        {segment.text}
      </Link>
    );
  } else if (place?.place !== undefined) {
    content = (
      <Link
        to={pathTo("/search", new URLSearchParams(placeFilter(place.place.key)))}
        class={className}
        title={`Events in ${place.place.label}`}
        {...label}
      >
        {segment.text}
      </Link>
    );
  } else if (className !== "") {
    content = (
      <span class={className} {...label}>
        {segment.text}
      </span>
    );
  }

  const start = sentences.get(segment.end);
  const ends = start !== undefined && start >= piece.start;
  return (
    <>
      {content}
      {ends && (
        <Link
          to={to({ tree: state.tree === start ? null : String(start) })}
          stay
          class="tree-link"
          title="Tree of this sentence"
          aria-label="Tree of this sentence"
          aria-expanded={state.tree === start}
        >
          <svg viewBox="0 0 16 12" width="15" height="11" aria-hidden="true">
            <path
              d="M2 11V8a6 6 0 0 1 12 0v3M8 11V9a3 3 0 0 1 6 0"
              fill="none"
              stroke="currentColor"
              stroke-width="1.5"
            />
          </svg>
        </Link>
      )}
    </>
  );
}

/** A place of the precision of a country is asked for as a country. */
const placeFilter = (key: string): Record<string, string> =>
  key.includes("/") ? { place: key } : { country: key };
