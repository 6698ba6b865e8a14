import type { ActorMention, EventRow } from "../api/types";
import { documentPath } from "../filter";
import { day, webAddress } from "../format";
import { Link } from "../router";
import { plain, STATUS_MEANS, typeLabel } from "../words";
import { ActorLink, Marked, Score } from "./marks";

export function TypeChip({ type, mode, quad }: { type: string; mode?: string | null; quad: number }) {
  return (
    <span class={`chip quad-ink-${quad}`}>
      {typeLabel(type)}
      {mode !== null && mode !== undefined && <span class="mode">{plain(mode)}</span>}
    </span>
  );
}

function Actors({
  actors,
  none,
  params,
}: {
  actors: ActorMention[];
  none: string;
  params?: URLSearchParams;
}) {
  if (actors.length === 0) return <span class="muted">{none}</span>;
  return (
    <>
      {actors.map((actor, index) => (
        <span key={`${actor.start} ${actor.code}`}>
          {index > 0 && ", "}
          <ActorLink actor={actor} {...(params !== undefined && { params })} />
        </span>
      ))}
    </>
  );
}

/** Who did what to whom, on one line. */
export function EventLine({ event, params }: { event: EventRow; params?: URLSearchParams }) {
  const more = params === undefined ? {} : { params };
  return (
    <span class="event-line">
      <Actors actors={event.source} none="somebody" {...more} />{" "}
      <Link to={documentPath(event.document, event.id)} class="event-link">
        <TypeChip type={event.type} mode={event.mode} quad={event.quad} />
        <span class="hidden"> show in the document</span>
      </Link>{" "}
      <span aria-hidden="true">→</span> <Actors actors={event.target} none="nobody named" {...more} />{" "}
      <StatusNote event={event} />
    </span>
  );
}

/** Silent for what simply happened. */
export function StatusNote({ event }: { event: Pick<EventRow, "status" | "alleged" | "said_by"> }) {
  return (
    <>
      {event.status !== "actual" && (
        <span class="tag" title={STATUS_MEANS[event.status]}>
          {event.status}
        </span>
      )}
      {event.alleged && <span class="tag">alleged</span>}
      {event.said_by !== null && (
        <span class="said">
          according to <bdi>{event.said_by.speaker.label}</bdi>
        </span>
      )}
    </>
  );
}

/** Which report, which day. */
export function Origin({
  from,
}: {
  from: {
    document: string;
    title: string | null;
    published: string | null;
    outlet: string | null;
    url: string | null;
  };
}) {
  const url = webAddress(from.url);
  return (
    <span class="origin">
      <time dateTime={from.published ?? ""}>{day(from.published)}</time>
      {" · "}
      <Link to={documentPath(from.document)}>
        <bdi>{from.title ?? from.document}</bdi>
      </Link>
      {from.outlet !== null && (
        <>
          {" · "}
          <bdi>{from.outlet}</bdi>
        </>
      )}
      {url !== null && (
        <>
          {" · "}
          <a href={url} rel="noreferrer noopener" target="_blank">
            original<span class="hidden"> (opens a new tab)</span>
          </a>
        </>
      )}
    </span>
  );
}

/** An event with the sentence that says so. */
export function EventItem({ event, params }: { event: EventRow; params?: URLSearchParams }) {
  const trigger: [number, number] = [
    event.trigger.start - event.sentence.start,
    event.trigger.end - event.sentence.start,
  ];
  return (
    <li class="event-item">
      <div class="event-head">
        <EventLine event={event} {...(params !== undefined && { params })} />
        <Score value={event.score} />
      </div>
      <p class="sentence" dir="auto">
        <Link to={documentPath(event.document, event.id)} class="plain">
          <Marked text={event.sentence.text} marks={event.marks.length > 0 ? event.marks : [trigger]} />
        </Link>
      </p>
      <Origin from={event} />
    </li>
  );
}
