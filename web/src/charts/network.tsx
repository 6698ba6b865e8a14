import {
  forceCenter,
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";
import { scaleSqrt } from "d3-scale";
import { useMemo, useState } from "preact/hooks";
import type { Network as NetworkAnswer, NetworkEdge, NetworkNode } from "../api/types";
import { scoreClass } from "../components/marks";
import { count, counted, score, shorten } from "../format";
import { follow } from "../router";
import { Frame, Tip } from "./frame";
import { ScoreLegend } from "./scorelegend";

interface Placed extends SimulationNodeDatum {
  node: NetworkNode;
  r: number;
  x: number;
  y: number;
}

interface Tie extends SimulationLinkDatum<Placed> {
  edge: NetworkEdge;
  source: Placed;
  target: Placed;
}

/** More lines than these hide each other. */
const MOST_TIES = 150;

/** The strongest ties, and of every actor the strongest that it has. */
export function shownTies(network: NetworkAnswer): NetworkEdge[] {
  const sorted = [...network.edges].sort((a, b) => b.events - a.events);
  const held = new Set<string>();
  return sorted.filter((edge, index) => {
    const first = !held.has(edge.source) || !held.has(edge.target);
    held.add(edge.source).add(edge.target);
    return first || index < MOST_TIES;
  });
}

/** Placed in one go: the same data give the same drawing, and nothing swims while one reads. */
function place(network: NetworkAnswer, width: number, height: number): { nodes: Placed[]; ties: Tie[] } {
  // On a narrow screen forty names would lie on each other.
  const chosen = width < 520 ? network.nodes.slice(0, 18) : network.nodes;
  const most = Math.max(1, ...chosen.map((node) => node.events));
  const radius = scaleSqrt()
    .domain([0, most])
    .range([2, Math.max(14, Math.min(26, width / 30))]);
  const nodes = chosen.map((node, index): Placed => ({
    node,
    r: radius(node.events),
    x: width / 2 + Math.cos(index * 2.4) * 12 * Math.sqrt(index),
    y: height / 2 + Math.sin(index * 2.4) * 9 * Math.sqrt(index),
  }));
  const byKey = new Map(nodes.map((each) => [each.node.actor.key, each]));
  const ties: Tie[] = shownTies(network).flatMap((edge) => {
    const source = byKey.get(edge.source);
    const target = byKey.get(edge.target);
    return source === undefined || target === undefined ? [] : [{ edge, source, target }];
  });
  const strongest = Math.max(1, ...ties.map((tie) => tie.edge.events));
  const stretch = width / height;
  forceSimulation(nodes)
    .force(
      "link",
      forceLink<Placed, Tie>(ties)
        .distance(Math.min(width, height) / 5)
        .strength((tie) => 0.02 + 0.5 * Math.sqrt(tie.edge.events / strongest)),
    )
    .force("charge", forceManyBody().strength(-Math.min(width, 1000) * 0.5))
    .force("center", forceCenter(width / 2, height / 2))
    .force("x", forceX(width / 2).strength(0.08))
    .force("y", forceY(height / 2).strength(0.08 * stretch))
    .force(
      "collide",
      forceCollide<Placed>((each) => each.r + 9),
    )
    .stop()
    .tick(400);
  const xs = nodes.map((each) => each.x);
  const ys = nodes.map((each) => each.y);
  const padX = Math.min(70, width / 6);
  const [minX, maxX, minY, maxY] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const across = (value: number, min: number, max: number, from: number, to: number) =>
    max - min < 1 ? (from + to) / 2 : from + ((value - min) / (max - min)) * (to - from);
  for (const each of nodes) {
    each.x = across(each.x, minX, maxX, padX, width - padX);
    each.y = across(each.y, minY, maxY, 30, height - 30);
  }
  return { nodes, ties };
}

/** Names that fit beside each other, those of larger nodes first; the others show when pointed at. */
function readable(nodes: Placed[]): ReadonlySet<Placed> {
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const kept = new Set<Placed>();
  for (const each of [...nodes].sort((a, b) => b.r - a.r)) {
    const half = labelOf(each).length * (each.r > 12 ? 3.6 : 3.1);
    const top = each.y + each.r + 1;
    const box = { left: each.x - half, right: each.x + half, top, bottom: top + 13 };
    if (
      taken.some((o) => o.left < box.right && o.right > box.left && o.top < box.bottom && o.bottom > box.top)
    )
      continue;
    taken.push(box);
    kept.add(each);
  }
  return kept;
}

const labelOf = (each: Placed) => shorten(each.node.actor.label, 34);

/** Each direction bows to its own right, so that the two of a pair stay apart. */
function arc({ source, target }: Tie): string {
  const dx = target.x - source.x;
  const dy = target.y - source.y;
  const length = Math.hypot(dx, dy) || 1;
  const bow = Math.min(26, length * 0.14);
  const cx = (source.x + target.x) / 2 - (dy / length) * bow;
  const cy = (source.y + target.y) / 2 + (dx / length) * bow;
  const f = (n: number) => n.toFixed(1);
  return `M${f(source.x)},${f(source.y)}Q${f(cx)},${f(cy)} ${f(target.x)},${f(target.y)}`;
}

interface NetworkProps {
  network: NetworkAnswer;
  actorTo: (key: string) => string;
  pairTo: (source: string, target: string) => string;
}

type Hover = { x: number; y: number; width: number; node?: Placed; tie?: Tie };

export function NetworkGraph({ network, actorTo, pairTo }: NetworkProps) {
  const [hover, setHover] = useState<Hover | null>(null);
  const [size, setSize] = useState<[number, number]>([900, 520]);
  const { nodes, ties } = useMemo(() => place(network, size[0], size[1]), [network, size]);
  const named = useMemo(() => readable(nodes), [nodes]);
  const drawn = useMemo(() => [...ties].sort((a, b) => a.edge.events - b.edge.events), [ties]);
  const strongest = Math.max(1, ...ties.map((tie) => tie.edge.events));
  const lit = hover?.node ?? null;
  const near = useMemo(() => {
    if (lit === null) return null;
    const keys = new Set([lit]);
    for (const tie of ties) {
      if (tie.source === lit) keys.add(tie.target);
      if (tie.target === lit) keys.add(tie.source);
    }
    return keys;
  }, [lit, ties]);
  const height = (width: number) => Math.round(Math.max(400, Math.min(580, width * 0.56))) + 34;
  const top = drawn
    .slice(-5)
    .reverse()
    .map(
      (tie) =>
        `${tie.source.node.actor.label} to ${tie.target.node.actor.label}: ${count(tie.edge.events)} events, mean score ${score(tie.edge.score)}`,
    )
    .join("; ");

  return (
    <Frame
      title="Network of actors"
      description={`${count(nodes.length)} actors and ${count(ties.length)} ties. Strongest: ${top}.`}
      height={height}
      links
      over={
        hover === null ? null : (
          <Tip x={hover.x} y={hover.y} width={hover.width}>
            {hover.node !== undefined && (
              <>
                <strong>{hover.node.node.actor.label}</strong>
                <div>{counted(hover.node.node.events, "event")}</div>
                <div>mean score {score(hover.node.node.score)}</div>
              </>
            )}
            {hover.tie !== undefined && (
              <>
                <strong>
                  {hover.tie.source.node.actor.label} → {hover.tie.target.node.actor.label}
                </strong>
                <div>{counted(hover.tie.edge.events, "event")}</div>
                <div>mean score {score(hover.tie.edge.score)}</div>
              </>
            )}
          </Tip>
        )
      }
    >
      {(width, tall) => {
        const inner = tall - 34;
        if (size[0] !== width || size[1] !== inner) queueMicrotask(() => setSize([width, inner]));
        const at = (event: PointerEvent) => {
          const box = (event.currentTarget as SVGElement).ownerSVGElement?.getBoundingClientRect();
          return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0), width };
        };
        return (
          <>
            <g class="ties">
              {drawn.map((tie) => {
                const to = pairTo(tie.edge.source, tie.edge.target);
                const dim = near !== null && tie.source !== lit && tie.target !== lit;
                return (
                  <a
                    key={`${tie.edge.source} ${tie.edge.target}`}
                    href={to}
                    tabindex={-1}
                    aria-label={`${tie.source.node.actor.label} to ${tie.target.node.actor.label}: ${counted(tie.edge.events, "event")}`}
                    onClick={(event) => follow(event, to)}
                    onPointerMove={(event) => setHover({ ...at(event), tie })}
                    onPointerLeave={() => setHover(null)}
                  >
                    <path
                      class={`tie ${scoreClass(tie.edge.score)} ${hover?.tie === tie ? "lit" : ""}`}
                      d={arc(tie)}
                      stroke-width={0.8 + 7 * Math.sqrt(tie.edge.events / strongest)}
                      stroke-opacity={dim ? 0.06 : 0.3 + 0.6 * Math.sqrt(tie.edge.events / strongest)}
                    />
                  </a>
                );
              })}
            </g>
            {nodes.map((each) => {
              const to = actorTo(each.node.actor.key);
              return (
                <a
                  key={each.node.actor.key}
                  href={to}
                  tabindex={-1}
                  aria-label={`${labelOf(each)}: ${counted(each.node.events, "event")}`}
                  onClick={(event) => follow(event, to)}
                  onPointerMove={(event) => setHover({ ...at(event), node: each })}
                  onPointerLeave={() => setHover(null)}
                >
                  <g opacity={near !== null && !near.has(each) ? 0.25 : 1}>
                    <circle class="node" cx={each.x} cy={each.y} r={each.r} />
                    {(named.has(each) || near?.has(each) === true) && (
                      <text
                        class="node-label"
                        x={each.x}
                        y={each.y + each.r + 11}
                        text-anchor="middle"
                        font-size={each.r > 12 ? 13 : 11}
                      >
                        {labelOf(each)}
                      </text>
                    )}
                  </g>
                </a>
              );
            })}
            <ScoreLegend x={0} y={inner + 20} />
          </>
        );
      }}
    </Frame>
  );
}
