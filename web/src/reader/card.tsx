import type { EventRow } from "../api/types";
import { EventLine } from "../components/event";
import { ActorLink, Score } from "../components/marks";
import { pathTo, rulePath } from "../filter";
import { count, dateBasis, dateValue, score } from "../format";
import { Link } from "../router";
import { plain, quadLabel, STATUS_MEANS } from "../words";

interface EventCardProps {
  event: EventRow;
  open: boolean;
  to: (changes: Record<string, string | null>) => string;
}

/** All that a record says, and why. */
export function EventCard({ event, open, to }: EventCardProps) {
  return (
    <article class={`card ${open ? "open" : ""}`} id={`card-${event.id}`}>
      <div class="card-head">
        <EventLine event={event} />
      </div>
      {open ? (
        <>
          <dl>
            <dt>Words</dt>
            <dd>
              <q>{event.trigger.text}</q>
            </dd>
            <dt>Class</dt>
            <dd>
              {quadLabel(event.quad)}, score <Score value={event.score} />
            </dd>
            <dt>Status</dt>
            <dd>
              {event.status}: {STATUS_MEANS[event.status]}
              {event.alleged && "; alleged"}
            </dd>
            <dt>Speaker</dt>
            <dd>
              {event.said_by === null ? (
                "the reporter asserts it"
              ) : (
                <>
                  <ActorLink actor={event.said_by.speaker} /> (“{event.said_by.cue}”)
                  {event.said_by.medium !== null && <>, through {event.said_by.medium}</>}
                </>
              )}
            </dd>
            <dt>Date</dt>
            <dd>
              {event.date === null ? "no date" : `${dateValue(event.date.value)}, ${dateBasis(event.date)}`}
            </dd>
            <dt>Place</dt>
            <dd>
              {event.place === null ? (
                "none named"
              ) : (
                <>
                  <bdi>{event.place.name}</bdi>
                  {event.place.text !== event.place.name && <> (“{event.place.text}”)</>}
                </>
              )}
            </dd>
            {event.contexts.length > 0 && (
              <>
                <dt>Context</dt>
                <dd>
                  {event.contexts.map((context, index) => (
                    <span key={context}>
                      {index > 0 && ", "}
                      <Link to={pathTo("/search", new URLSearchParams({ context }))}>{plain(context)}</Link>
                    </span>
                  ))}
                </dd>
              </>
            )}
            {event.cameo !== null && (
              <>
                <dt>CAMEO</dt>
                <dd>
                  <Link to={pathTo("/search", new URLSearchParams({ cameo: event.cameo }))}>
                    {event.cameo}
                  </Link>
                </dd>
              </>
            )}
            <dt>Rule</dt>
            <dd>
              <Link to={rulePath(event.rule)}>{event.rule}</Link>
            </dd>
            {event.reports > 1 && (
              <>
                <dt>Reports</dt>
                <dd>
                  <Link to={pathTo("/search", new URLSearchParams({ event: event.event }))}>
                    {count(event.reports)} records tell of it
                  </Link>
                </dd>
              </>
            )}
          </dl>
          <p class="card-foot">
            <Link to={to({ tree: String(event.sentence.start) })} stay>
              Tree of the sentence
            </Link>
            <Link to={to({ show: null })} stay class="quiet">
              Close
            </Link>
          </p>
        </>
      ) : (
        <p class="card-foot">
          <span class="muted">
            “{event.trigger.text}” · {score(event.score)}
          </span>
          <Link to={to({ show: event.id })} stay class="quiet">
            Details
          </Link>
        </p>
      )}
    </article>
  );
}
