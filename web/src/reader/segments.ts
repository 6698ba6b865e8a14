import type { ActorMention, ClaimRow, DocumentDetail, EventRow, StatementRow, Words } from "../api/types";
import { characters } from "../format";

export const LAYERS = [
  { value: "events", label: "Events" },
  { value: "actors", label: "Actors" },
  { value: "places", label: "Places" },
  { value: "dates", label: "Dates" },
  { value: "statements", label: "Statements" },
] as const;

export type Layer = (typeof LAYERS)[number]["value"];

/** What a stretch of the text is. Positions count characters of the document. */
export interface Mark {
  start: number;
  end: number;
  /** `found` is the sentence that led here. */
  layer: Layer | "found";
  /** The records that say so. */
  ids: string[];
  actor?: ActorMention;
  place?: { key: string; label: string };
  quad?: number;
  role?: string;
}

/** A stretch over which the marks do not change. */
export interface Segment {
  start: number;
  end: number;
  text: string;
  marks: Mark[];
}

/** The words of a date stand in the sentence, but the record has no position for them: the first place that has them. */
function dateWords(event: EventRow): Words | null {
  const words = event.date?.text ?? null;
  if (words === null) return null;
  const at = event.sentence.text.indexOf(words);
  if (at < 0) return null;
  const start = event.sentence.start + characters(event.sentence.text.slice(0, at)).length;
  return { text: words, start, end: start + characters(words).length };
}

const placeKey = (place: NonNullable<EventRow["place"]>) =>
  place.precision === "country" ? (place.country ?? place.name) : `${place.country ?? ""}/${place.name}`;

export function marksOfEvent(event: EventRow): Mark[] {
  const ids = [event.id];
  const marks: Mark[] = [
    { ...span(event.trigger), layer: "events", ids, quad: event.quad, role: "event" },
    ...event.source.map((actor): Mark => ({ ...span(actor), layer: "actors", ids, actor, role: "source" })),
    ...event.target.map((actor): Mark => ({ ...span(actor), layer: "actors", ids, actor, role: "target" })),
  ];
  if (event.place !== null) {
    const place = { key: placeKey(event.place), label: event.place.name };
    marks.push({ ...span(event.place), layer: "places", ids, place, role: "place" });
  }
  const date = dateWords(event);
  if (date !== null) marks.push({ ...span(date), layer: "dates", ids, role: "date" });
  if (event.said_by !== null) {
    const actor = event.said_by.speaker;
    marks.push({ ...span(actor), layer: "actors", ids, actor, role: "speaker" });
  }
  return marks;
}

export function marksOfStatement(statement: StatementRow): Mark[] {
  const ids = [statement.id];
  const actor = statement.speaker;
  return [
    { ...span(actor), layer: "actors", ids, actor, role: "speaker" },
    { ...span(statement.cue), layer: "statements", ids, role: "cue" },
    ...statement.content.map((piece): Mark => ({ ...span(piece), layer: "statements", ids, role: "said" })),
  ];
}

export function marksOfClaim(claim: ClaimRow): Mark[] {
  const ids = [claim.id];
  return [
    { ...span(claim.subject), layer: "actors", ids, actor: claim.subject, role: "subject" },
    { ...span(claim.object), layer: "actors", ids, role: "object" },
  ];
}

export const marksOf = (detail: DocumentDetail): Mark[] => [
  ...detail.events.flatMap(marksOfEvent),
  ...detail.statements.flatMap(marksOfStatement),
  ...detail.claims.flatMap(marksOfClaim),
];

function span({ start, end }: { start: number; end: number }) {
  return { start, end };
}

/** A stretch of the document that is set on its own: a block, or a sentence where there is no text. */
export interface Piece {
  kind: string;
  start: number;
  end: number;
  characters: string[];
}

export function piecesOf(detail: DocumentDetail): Piece[] {
  const { text, blocks } = detail.document;
  if (text === null) {
    return detail.sentences.flatMap((sentence) =>
      sentence.text === null
        ? []
        : [
            {
              kind: "sentence",
              start: sentence.start,
              end: sentence.end,
              characters: characters(sentence.text),
            },
          ],
    );
  }
  const all = characters(text);
  return blocks.map((block) => ({ ...block, characters: all.slice(block.start, block.end) }));
}

/** Cuts a piece wherever a mark or a sentence begins or ends. */
export function segmentsOf(piece: Piece, marks: Mark[], ends: ReadonlySet<number>): Segment[] {
  const here = marks.filter((mark) => mark.start < piece.end && mark.end > piece.start);
  const cuts = new Set([piece.start, piece.end]);
  for (const mark of here) {
    cuts.add(Math.max(mark.start, piece.start));
    cuts.add(Math.min(mark.end, piece.end));
  }
  for (const end of ends) if (end > piece.start && end < piece.end) cuts.add(end);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? piece.end;
    return {
      start,
      end,
      text: piece.characters.slice(start - piece.start, end - piece.start).join(""),
      marks: here.filter((mark) => mark.start <= start && mark.end >= end),
    };
  });
}
