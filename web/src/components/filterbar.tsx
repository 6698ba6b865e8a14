import { useState } from "preact/hooks";
import type { Period } from "../api/types";
import { useDataset } from "../dataset";
import { filterOf, filterParts, pathTo, taken } from "../filter";
import { toDate, toDay } from "../format";
import { Link, navigate, withParams } from "../router";
import { Facets } from "./facets";

interface FilterBarProps {
  params: URLSearchParams;
  /** What the page found, in words; it is read out when it changes. */
  summary: string;
  /** Where the choices stand beside the results there is no need to unfold them here. */
  foldout?: boolean;
}

export function FilterBar({ params, summary, foldout = true }: FilterBarProps) {
  const [open, setOpen] = useState(false);
  const filter = filterOf(params);
  const parts = filterParts(filter);
  const cleared = new URLSearchParams(params);
  for (const part of parts) cleared.delete(part.name);
  cleared.delete("offset");
  return (
    <section class="filter-bar" aria-label="Filter">
      <div class="filter-line">
        <PeriodFields params={params} />
        {foldout && (
          <button type="button" class="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Close filters" : "Filters"}
          </button>
        )}
        <p class="summary" aria-live="polite">
          {summary}
        </p>
      </div>
      {parts.length > 0 && (
        <ul class="chips" aria-label="What is chosen">
          {parts.map((part) => (
            <li key={part.text}>
              <Link
                to={pathTo(location.pathname, taken(params, part))}
                stay
                class="chip-remove"
                aria-label={`Remove ${part.text}`}
              >
                <bdi>{part.text}</bdi>
                <span aria-hidden="true">×</span>
              </Link>
            </li>
          ))}
          <li>
            <Link to={pathTo(location.pathname, cleared)} stay class="quiet">
              Clear all
            </Link>
          </li>
        </ul>
      )}
      {open && (
        <div class="filter-panel">
          <Switches params={params} />
          <Facets params={params} />
        </div>
      )}
    </section>
  );
}

/** What is neither a list of choices nor a period. */
export function Switches({ params }: { params: URLSearchParams }) {
  const flip = (name: string, value: string) =>
    navigate(withParams(params, { [name]: params.get(name) === value ? null : value }), { stay: true });
  return (
    <div class="switches" role="group" aria-label="Which events">
      <label>
        <input
          type="checkbox"
          checked={params.get("abroad") === "true"}
          onChange={() => flip("abroad", "true")}
        />
        Only between countries
      </label>
      <label>
        <input
          type="checkbox"
          checked={params.get("once") === "true"}
          onChange={() => flip("once", "true")}
        />
        Each event once, however often reported
      </label>
      <label>
        <input
          type="checkbox"
          checked={params.get("time") === "published"}
          onChange={() => flip("time", "published")}
        />
        By day of publication instead of the event’s date
      </label>
    </div>
  );
}

const isDay = (text: string | null) => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);

function PeriodFields({ params }: { params: URLSearchParams }) {
  const dataset = useDataset();
  const whole = dataset.published;
  const set = (changes: Record<string, string | null>) =>
    navigate(withParams(params, changes), { stay: true });
  const field = (name: "from" | "to", label: string) => (
    <label class="select">
      <span>{label}</span>
      <input
        type="date"
        value={isDay(params.get(name)) ? (params.get(name) ?? "") : ""}
        onChange={(event) => {
          const value = event.currentTarget.value;
          set({ [name]: value === "" ? null : value });
        }}
      />
    </label>
  );
  const presets = whole === null ? [] : periods(whole);
  return (
    <div class="period">
      {field("from", "From")}
      {field("to", "Until")}
      {presets.length > 1 && (
        <label class="select">
          <span>Period</span>
          <select
            value={
              presets.find((p) => p.from === params.get("from") && p.to === params.get("to"))?.label ?? ""
            }
            onChange={(event) => {
              const preset = presets.find((p) => p.label === event.currentTarget.value);
              set({ from: preset?.from ?? null, to: preset?.to ?? null });
            }}
          >
            <option value="">{params.has("from") || params.has("to") ? "As chosen" : "All"}</option>
            {(params.has("from") || params.has("to")) && <option value="all">All</option>}
            {presets.map((preset) => (
              <option key={preset.label}>{preset.label}</option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** The last month, quarter and year of the data set, and each of its years. */
function periods({ from, to }: Period): { label: string; from: string; to: string }[] {
  const back = (days: number) => toDay(new Date(toDate(to).getTime() - days * 86_400_000));
  const list = [
    { label: "Last 30 days", from: back(29), to },
    { label: "Last 90 days", from: back(89), to },
    { label: "Last 365 days", from: back(364), to },
  ].filter((preset) => preset.from > from);
  const first = Number(from.slice(0, 4));
  const last = Number(to.slice(0, 4));
  if (first < last) {
    for (let year = last; year >= first && last - year < 60; year -= 1) {
      list.push({ label: String(year), from: `${year}-01-01`, to: `${year}-12-31` });
    }
  }
  return list;
}
