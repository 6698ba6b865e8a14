import { useState } from "preact/hooks";
import type { Facets } from "../api/types";
import { filterValue, pathTo, toggled } from "../filter";
import { capital, count } from "../format";
import { Link, navigate, withParams } from "../router";
import { plain } from "../words";

interface ListFilterProps {
  params: URLSearchParams;
  facets: Facets | null;
  names: Record<string, string>;
}

const PLAIN = new Set(["relation", "kind", "status"]);

/** The choices beside a list of statements or claims. */
export function ListFilter({ params, facets, names }: ListFilterProps) {
  const [open, setOpen] = useState(false);
  const shown = (name: string, value: string) =>
    name === "subject" ? filterValue("actor", value) : filterValue(name, value);
  // A claim's subject is asked for as its actor.
  const parameter = (name: string) => (name === "subject" ? "actor" : name);
  const chosen = [...params].filter(([name]) => name !== "offset" && name !== "sort");
  return (
    <aside class="sidebar" aria-label="Choices">
      <form
        class="words"
        onSubmit={(event) => {
          event.preventDefault();
          const words = new FormData(event.currentTarget).get("q");
          const text = typeof words === "string" ? words.trim() : "";
          navigate(withParams(params, { q: text === "" ? null : text }), { stay: true });
        }}
      >
        <label class="select">
          <span>Words</span>
          <input name="q" type="search" maxLength={400} defaultValue={params.get("q") ?? ""} />
        </label>
        <button type="submit" class="button">
          Find
        </button>
      </form>
      {chosen.length > 0 && (
        <ul class="chips" aria-label="What is chosen">
          {chosen.map(([name, value]) => (
            <li key={`${name} ${value}`}>
              <Link to={pathTo(location.pathname, toggled(params, name, value))} stay class="chip-remove">
                <bdi>
                  {names[name] ?? capital(name === "q" ? "words" : name)}: {shown(name, value)}
                </bdi>
                <span aria-hidden="true">×</span>
                <span class="hidden"> remove</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button narrow-only" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Hide choices" : "Narrow down"}
      </button>
      <div class={open ? "choices open facets" : "choices facets"}>
        {Object.entries(names).map(([name, label]) => {
          const values = facets?.facets[name] ?? [];
          if (values.every((each) => each.value === "none")) return null;
          const most = Math.max(1, ...values.map((each) => each.count));
          return (
            <details key={name} class="facet" open>
              <summary>{label}</summary>
              <div class="facet-list" role="group" aria-label={label}>
                {values.slice(0, 12).map((row) => (
                  <label key={row.value}>
                    <input
                      type="checkbox"
                      checked={params.getAll(parameter(name)).includes(row.value)}
                      onChange={() =>
                        navigate(pathTo(location.pathname, toggled(params, parameter(name), row.value)), {
                          stay: true,
                        })
                      }
                    />
                    <span class="facet-label">
                      <bdi>
                        {capital(
                          row.value === "none"
                            ? filterValue(name, "none")
                            : PLAIN.has(name)
                              ? plain(row.label)
                              : row.label,
                        )}
                      </bdi>
                    </span>
                    <span class="facet-count">{count(row.count)}</span>
                    <span class="facet-bar" aria-hidden="true">
                      <span style={{ width: `${(100 * row.count) / most}%` }} />
                    </span>
                  </label>
                ))}
              </div>
            </details>
          );
        })}
      </div>
    </aside>
  );
}
