import { Fragment } from "preact";
import { address, useApi } from "../api/client";
import type { EventRow, List, RuleRow } from "../api/types";
import { EventItem, TypeChip } from "../components/event";
import { Heading } from "../components/heading";
import { Await } from "../components/state";
import { filterOf, merged, pathTo, searchPath } from "../filter";
import { count, counted } from "../format";
import { Link } from "../router";
import { plain, quadOfType } from "../words";

export function RulePage({ id, params }: { id: string; params: URLSearchParams }) {
  const filter = filterOf(params);
  const path = id.split("/").map(encodeURIComponent).join("/");
  const answer = useApi<RuleRow>(address(`codebook/rules/${path}`, filter));
  const events = useApi<List<EventRow>>(address("events", merged(filter, { rule: id, limit: 5 })));
  return (
    <>
      <Heading title={`Rule ${id}`} above={<Link to={pathTo("/codebook/rules", filter)}>Rules</Link>}>
        {id}
      </Heading>
      <Await answer={answer} height={500}>
        {(rule) => (
          <>
            <p class="lead">
              Makes <TypeChip type={rule.type} mode={rule.mode} quad={quadOfType(rule.type)} />
              {rule.cameo !== null && <> with CAMEO code {rule.cameo}</>}
              {rule.contexts.length > 0 && <> in the context {rule.contexts.map(plain).join(", ")}</>}; found{" "}
              <Link to={searchPath(filter, { rule: id })}>{counted(rule.events, "time")}</Link> in this data
              set.
              {rule.file !== null && (
                <>
                  {" "}
                  It stands in <code>{rule.file}</code> of the codebook.
                </>
              )}
            </p>
            {!rule.known && (
              <p class="notice warn">
                The data set was coded with another codebook; this one has no such rule.
              </p>
            )}
            {rule.patterns.length > 0 && (
              <section class="figure">
                <h2>Patterns</h2>
                <ul class="patterns">
                  {rule.patterns.map((pattern) => (
                    <li key={pattern}>
                      <Pattern text={pattern} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {rule.examples.length > 0 && (
              <section class="figure">
                <h2>Examples</h2>
                <ul class="examples">
                  {rule.examples.map((example) => (
                    <li key={example.text}>
                      <p class="sentence">{example.text}</p>
                      {example.events.map((event) => (
                        <code key={event}>{event}</code>
                      ))}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {rule.near_misses.length > 0 && (
              <section class="figure">
                <h2>Not this</h2>
                <ul class="examples">
                  {rule.near_misses.map((text) => (
                    <li key={text}>
                      <p class="sentence">{text}</p>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </Await>
      {answer.error === null && (
        <section class="figure">
          <h2>In this data set</h2>
          <Await answer={events} height={300}>
            {(list) =>
              list.total === 0 ? (
                <p class="muted">It found nothing.</p>
              ) : (
                <>
                  <ol class="events">
                    {list.rows.map((event) => (
                      <EventItem key={event.id} event={event} />
                    ))}
                  </ol>
                  <p>
                    <Link to={searchPath(filter, { rule: id })}>All {count(list.total)}</Link>
                  </p>
                </>
              )
            }
          </Await>
        </section>
      )}
    </>
  );
}

/** Patterns may break after each of their choices. */
function Pattern({ text }: { text: string }) {
  return (
    <code>
      {text.split("|").map((part, index) => (
        <Fragment key={index}>
          {index > 0 && (
            <>
              |<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
