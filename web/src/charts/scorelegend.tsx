const STEPS = ["score-c3", "score-c2", "score-c1", "score-0", "score-k1", "score-k2", "score-k3"];

/** What the colours of scores mean. */
export function ScoreLegend({ x, y }: { x: number; y: number }) {
  return (
    <g class="legend" transform={`translate(${x},${y})`}>
      <text x={0} dy="0.32em">
        conflict
      </text>
      {STEPS.map((step, index) => (
        <rect key={step} class={step} x={52 + index * 18} y={-5} width={17} height={10} />
      ))}
      <text x={52 + STEPS.length * 18 + 6} dy="0.32em">
        cooperation
      </text>
    </g>
  );
}
