import { useEffect, useId, useRef, useState } from "preact/hooks";
import { address, useApi } from "../api/client";
import type { ActorRow, List } from "../api/types";
import { actorPath, filterOf, merged, pathTo } from "../filter";
import { counted } from "../format";
import { navigate } from "../router";

/** Words lead to the sentences that have them; what is typed is also looked for among the actors. */
export function SearchBox({ params }: { params: URLSearchParams }) {
  const [text, setText] = useState(params.get("q") ?? "");
  const [asked, setAsked] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const query = params.get("q") ?? "";
  useEffect(() => setText(query), [query]);
  useEffect(() => {
    const wait = setTimeout(() => setAsked(text.trim()), 150);
    return () => clearTimeout(wait);
  }, [text]);
  useEffect(() => {
    const away = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener("click", away);
    return () => document.removeEventListener("click", away);
  }, []);

  const wanted = open && asked.length >= 2;
  const countries = useApi<List<ActorRow>>(
    wanted ? address("actors", { match: asked, level: "country", limit: 3 }) : null,
  );
  const people = useApi<List<ActorRow>>(
    wanted ? address("actors", { match: asked, level: "code", limit: 6 }) : null,
  );
  const found = wanted ? [...(countries.data?.rows ?? []), ...(people.data?.rows ?? [])] : [];
  const rows = [...new Map(found.map((row) => [row.actor.code, row])).values()].sort(
    (a, b) => b.events - a.events,
  );
  const expanded = open && rows.length > 0;

  const search = () => {
    setOpen(false);
    const words = text.trim();
    const filter = filterOf(params);
    if (words === "") filter.delete("q");
    navigate(pathTo("/search", words === "" ? filter : merged(filter, { q: words })));
  };
  const choose = (row: ActorRow) => {
    setOpen(false);
    setText(query);
    navigate(actorPath(row.actor.key));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!expanded) {
        setOpen(true);
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive(((active + 1 + step + rows.length + 1) % (rows.length + 1)) - 1);
    } else if (event.key === "Escape" && expanded) {
      // Only the list goes: a browser would clear the words, too.
      event.preventDefault();
      setOpen(false);
      setActive(-1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const row = expanded ? rows[active] : undefined;
      if (row !== undefined) choose(row);
      else search();
    }
  };

  return (
    <div class="search-box" ref={box} role="search">
      <form
        action="/search"
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <label class="hidden" for={id}>
          Search the texts, or find an actor
        </label>
        <input
          id={id}
          name="q"
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={400}
          placeholder="Search words or actors"
          role="combobox"
          list={undefined}
          aria-expanded={expanded}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(expanded && active >= 0 && { "aria-activedescendant": `${id}-${active}` })}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setActive(-1);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="button">
          Search
        </button>
      </form>
      <ul id={`${id}-list`} role="listbox" aria-label="Actors" class="suggestions" hidden={!expanded}>
        {rows.map((row, index) => (
          <li
            key={row.actor.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => choose(row)}
          >
            <span>
              <bdi>{row.actor.label}</bdi> <code class="muted">{row.actor.country}</code>
            </span>
            <span class="muted">{counted(row.events, "event")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
