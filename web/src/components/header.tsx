import { useEffect, useRef, useState } from "preact/hooks";
import type { Dataset } from "../api/types";
import { filterOf, pathTo, without } from "../filter";
import { Link, type Route } from "../router";
import { currentTheme, setTheme } from "../theme";
import { SearchBox } from "./searchbox";

const PAGES = [
  { path: "/", name: "", label: "Overview", filtered: true },
  { path: "/actors", name: "actors", label: "Actors", filtered: true },
  { path: "/pairs", name: "pairs", label: "Pairs", filtered: true },
  { path: "/search", name: "search", label: "Search", filtered: true },
  { path: "/documents", name: "documents", label: "Documents", filtered: true },
  { path: "/statements", name: "statements", label: "Statements", filtered: false },
  { path: "/claims", name: "claims", label: "Claims", filtered: false },
  { path: "/codebook", name: "codebook", label: "Codebook", filtered: true },
];

export function Header({ route, dataset }: { route: Route; dataset: Dataset }) {
  const [theme, set] = useState(currentTheme);
  const here = route.path[0] ?? "";
  const single = here === "documents" && route.path.length > 1;
  const filtered = PAGES.some((page) => page.name === here && page.filtered) && !single;
  const filter = filtered ? without(filterOf(route.params), "document") : new URLSearchParams();
  const nav = useRef<HTMLUListElement>(null);
  // On a narrow screen the list of pages scrolls: keep the present one in sight.
  useEffect(() => {
    const list = nav.current;
    const item = list?.querySelector<HTMLElement>("[aria-current]");
    if (list !== null && item != null) list.scrollLeft = item.offsetLeft - list.clientWidth / 2;
  }, [here]);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header class="site-header">
      <div class="site-line">
        <Link to="/" class="brand">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <span>
            Tidings <span class="dataset-name">{dataset.name}</span>
          </span>
        </Link>
        <SearchBox params={filter} />
        <button
          type="button"
          class="theme"
          aria-label={`Change to ${other} colours`}
          title={`Change to ${other} colours`}
          onClick={() => {
            setTheme(other);
            set(other);
          }}
        >
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.6" />
            <path d="M10 2.5a7.5 7.5 0 0 1 0 15z" fill="currentColor" />
          </svg>
        </button>
      </div>
      <nav class="site-nav" aria-label="Pages">
        <ul ref={nav}>
          {PAGES.map((page) => (
            <li key={page.path}>
              <Link
                to={page.filtered ? pathTo(page.path, filter) : page.path}
                {...(page.name === here && { "aria-current": route.path.length > 1 ? "true" : "page" })}
              >
                {page.label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
