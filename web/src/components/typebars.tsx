import type { TypeCount } from "../api/types";
import { count, score } from "../format";
import { Link } from "../router";
import { quadOfType, typeLabel } from "../words";

/** How many events of each type, each leading to them. */
export function TypeBars({ types, to }: { types: TypeCount[]; to: (type: string) => string }) {
  const rows = types.filter((type) => type.events > 0);
  const most = Math.max(1, ...rows.map((type) => type.events));
  return (
    <ul class="type-bars">
      {rows.map((type) => (
        <li key={type.type}>
          <Link to={to(type.type)} title={`mean score ${score(type.score)}`}>
            {typeLabel(type.type)}
          </Link>
          <span class="track" aria-hidden="true">
            <span
              class={`quad-${quadOfType(type.type)}`}
              style={{ width: `${(100 * type.events) / most}%` }}
            />
          </span>
          <span class="number">{count(type.events)}</span>
        </li>
      ))}
    </ul>
  );
}
