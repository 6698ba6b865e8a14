import { useState } from "preact/hooks";
import { address, useApi } from "../api/client";
import type { SearchResult, SearchRow } from "../api/types";
import { Select } from "../components/choice";
import { Download } from "../components/download";
import { EventLine, Origin } from "../components/event";
import { Facets } from "../components/facets";
import { FilterBar, Switches } from "../components/filterbar";
import { Heading } from "../components/heading";
import { Marked } from "../components/marks";
import { Await, Empty } from "../components/state";
import { Pager } from "../components/table";
import { documentPath, filterOf, merged } from "../filter";
import { count, counted } from "../format";
import { Link, navigate, withParams } from "../router";

const LIMIT = 25;

export function SearchPage({ params }: { params: URLSearchParams }) {
  const filter = filterOf(params);
  const q = params.get("q");
  const sort = params.get("sort") ?? (q === null ? "-date" : "relevance");
  const events = params.get("events") ?? "any";
  const query = merged(filter, { sort, events, limit: LIMIT, offset: params.get("offset") });
  const answer = useApi<SearchResult>(address("search", query));
  const [choosing, setChoosing] = useState(false);
  const data = answer.data;
  const set = (changes: Record<string, string | null>) =>
    navigate(withParams(params, changes), { stay: true });
  return (
    <>
      <Heading title={q === null ? "Search" : `Search: ${q}`}>
        {q === null ? (
          "Search"
        ) : (
          <>
            Sentences with <q>{q}</q>
          </>
        )}
      </Heading>
      <FilterBar
        params={params}
        foldout={false}
        summary={
          data === null ? "" : `${counted(data.total, "sentence")} with ${counted(data.events, "event")}`
        }
      />
      <div class="search-layout">
        <aside class="sidebar" aria-label="Choices">
          <button
            type="button"
            class="button narrow-only"
            aria-expanded={choosing}
            onClick={() => setChoosing(!choosing)}
          >
            {choosing ? "Hide choices" : "Narrow down"}
          </button>
          <div class={choosing ? "choices open" : "choices"}>
            <Switches params={params} />
            <Facets params={params} />
          </div>
        </aside>
        <section aria-label="Results" class="results">
          <div class="controls">
            <Select
              label="Order"
              options={[
                ...(q === null ? [] : [{ value: "relevance", label: "Best match first" }]),
                { value: "-date", label: "Newest first" },
                { value: "date", label: "Oldest first" },
              ]}
              value={sort}
              onChange={(value) => set({ sort: value })}
            />
            {q !== null && (
              <Select
                label="Sentences"
                options={[
                  { value: "any", label: "All with these words" },
                  { value: "only", label: "Only those with events" },
                ]}
                value={events}
                onChange={(value) => set({ events: value === "any" ? null : value })}
              />
            )}
            <Download what="the events found" data={{ table: "events", params: filter }} />
          </div>
          <Await answer={answer} height={900}>
            {(list) =>
              list.rows.length === 0 ? (
                <Empty title="Nothing found">
                  Words are found in all their forms; a phrase stands in quotation marks, <code>OR</code>{" "}
                  joins choices, <code>-word</code> leaves out. Take back a filter, or try fewer words.
                </Empty>
              ) : (
                <>
                  {list.sorted !== sort && sort === "relevance" && (
                    <p class="note">So many are found that they are shown with the newest first.</p>
                  )}
                  <ol class="events" start={list.offset + 1}>
                    {list.rows.map((row) => (
                      <Hit key={`${row.document} ${row.sentence.start}`} row={row} params={params} />
                    ))}
                  </ol>
                  <Pager {...list} limit={LIMIT} params={params} />
                </>
              )
            }
          </Await>
        </section>
      </div>
    </>
  );
}

const MOST = 6;

function Hit({ row, params }: { row: SearchRow; params: URLSearchParams }) {
  const first = row.events[0];
  const triggers = row.events
    .map((event): [number, number] => [
      event.trigger.start - row.sentence.start,
      event.trigger.end - row.sentence.start,
    ])
    .sort((a, b) => a[0] - b[0]);
  return (
    <li class="event-item">
      <p class="sentence" dir="auto">
        <Link to={documentPath(row.document, first?.id, row.sentence.start)} class="plain">
          <Marked text={row.sentence.text} marks={params.has("q") ? row.marks : triggers} />
        </Link>
      </p>
      {row.events.length > 0 && (
        <ul class="event-lines">
          {row.events.slice(0, MOST).map((event) => (
            <li key={event.id}>
              <EventLine event={event} params={params} />
            </li>
          ))}
          {row.events.length > MOST && <li class="muted">and {count(row.events.length - MOST)} more</li>}
        </ul>
      )}
      <Origin from={row} />
    </li>
  );
}
