import { useMemo } from "preact/hooks";
import type { Tree } from "../api/types";
import { characters } from "../format";
import { Frame } from "./frame";

/** About the width of a character of 14 pixels; the drawing needs no more than that. */
const LETTER = 7.6;
const GAP = 14;
const LEVEL = 20;

interface Arc {
  from: number;
  to: number;
  label: string;
  height: number;
}

/** Short arcs low, those that span them above. */
function levels(tree: Tree): Arc[] {
  const arcs = tree.tokens
    .filter((token) => token.head !== null)
    .map((token) => ({ from: token.head ?? 0, to: token.index, label: token.deprel, height: 1 }))
    .sort((a, b) => Math.abs(a.from - a.to) - Math.abs(b.from - b.to));
  const done: Arc[] = [];
  for (const arc of arcs) {
    const [low, high] = [Math.min(arc.from, arc.to), Math.max(arc.from, arc.to)];
    for (const other of done) {
      const [a, b] = [Math.min(other.from, other.to), Math.max(other.from, other.to)];
      if (a < high && b > low) arc.height = Math.max(arc.height, other.height + 1);
    }
    done.push(arc);
  }
  return done;
}

interface SentenceTreeProps {
  tree: Tree;
  /** Positions in the document of what an event is made of. */
  parts: { start: number; end: number; kind: string }[];
}

export function SentenceTree({ tree, parts }: SentenceTreeProps) {
  const arcs = useMemo(() => levels(tree), [tree]);
  const places = useMemo(() => {
    let at = 10;
    return tree.tokens.map((token) => {
      const letters = Math.max(characters(token.form).length * LETTER, token.upos.length * 6.4, 18);
      const place = { middle: at + letters / 2, left: at, width: letters };
      at += letters + GAP;
      return place;
    });
  }, [tree]);
  const last = places[places.length - 1];
  const width = Math.ceil((last?.left ?? 0) + (last?.width ?? 0) + 10);
  const deepest = Math.max(1, ...arcs.map((arc) => arc.height));
  const words = 26 + deepest * LEVEL;
  const spans = [
    ...tree.mentions.map((each) => ({ ...each, label: each.codes.join(" "), class: "mention" })),
    ...tree.entities.map((each) => ({ ...each, label: each.kind, class: "entity" })),
  ];
  const rows: number[] = [];
  const rowOf = spans.map((span) => {
    let row = rows.findIndex((end) => end <= span.start);
    if (row < 0) row = rows.push(0) - 1;
    rows[row] = span.end;
    return row;
  });
  const height = words + 34 + rows.length * 24 + 6;
  return (
    <Frame
      title={`Tree of the sentence: ${tree.sentence.text}`}
      description={tree.tokens
        .map((token) =>
          token.head === null
            ? `${token.form} is the root`
            : `${token.form} is ${token.deprel} of ${tree.tokens[token.head]?.form ?? "?"}`,
        )
        .join("; ")}
      height={() => height}
      least={width}
    >
      {() => (
        <>
          {arcs.map((arc) => {
            const a = places[arc.from];
            const b = places[arc.to];
            if (a === undefined || b === undefined) return null;
            const right = b.middle > a.middle;
            // Several arcs leave a word: each a little beside its middle, on the side to which it goes.
            const x1 = a.middle + (right ? 4 : -4);
            const x2 = b.middle;
            const top = words - 16 - arc.height * LEVEL;
            const bend = Math.min(10, Math.abs(x2 - x1) / 2);
            const sign = right ? 1 : -1;
            return (
              <g key={arc.to} class="dependency">
                <path
                  d={`M${x1},${words - 14}V${top + bend}Q${x1},${top} ${x1 + sign * bend},${top}H${x2 - sign * bend}Q${x2},${top} ${x2},${top + bend}V${words - 16}`}
                />
                <path class="tip-of-arc" d={`M${x2 - 3.5},${words - 18}h7l-3.5,5Z`} />
                <text x={(x1 + x2) / 2} y={top} dy="0.32em" text-anchor="middle">
                  {arc.label}
                </text>
              </g>
            );
          })}
          {tree.tokens.map((token, index) => {
            const place = places[index];
            if (place === undefined) return null;
            const part = parts.find((each) => token.start < each.end && token.end > each.start);
            return (
              <g key={token.index} transform={`translate(${place.middle},${words})`}>
                {part !== undefined && (
                  <rect
                    class={`word-ground part-${part.kind}`}
                    x={-place.width / 2 - 4}
                    y={-11}
                    width={place.width + 8}
                    height={20}
                    rx={4}
                  />
                )}
                <text class="word" dy="0.32em" text-anchor="middle">
                  {token.form}
                </text>
                <text class="tag-of-word" y={21} text-anchor="middle">
                  {token.upos}
                </text>
                <title>{`${token.lemma}, ${token.upos} ${token.xpos ?? ""}`}</title>
              </g>
            );
          })}
          {spans.map((span, index) => {
            const a = places[span.start];
            const b = places[span.end - 1];
            if (a === undefined || b === undefined) return null;
            const y = words + 36 + (rowOf[index] ?? 0) * 24;
            return (
              <g key={index} class={`bracket ${span.class}`}>
                <path d={`M${a.left},${y - 4}v4H${b.left + b.width}v-4`} />
                <text x={(a.left + b.left + b.width) / 2} y={y + 12} text-anchor="middle">
                  {span.label}
                </text>
              </g>
            );
          })}
        </>
      )}
    </Frame>
  );
}
