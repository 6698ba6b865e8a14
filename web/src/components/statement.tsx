import type { Range, StatementRow } from "../api/types";
import { documentPath } from "../filter";
import { counted } from "../format";
import { Link } from "../router";
import { Origin } from "./event";
import { ActorLink, Marked } from "./marks";

/** A stretch of text that somebody says, with its words in the sentence. */
export function StatementItem({ statement }: { statement: StatementRow }) {
  const { start, end } = statement.sentence;
  const said = statement.content
    .map((piece): Range => [Math.max(piece.start, start) - start, Math.min(piece.end, end) - start])
    .filter(([from, to]) => from < to);
  return (
    <li class="event-item">
      <div class="event-head">
        <span class="event-line">
          <ActorLink actor={statement.speaker} /> <span class="cue">{statement.cue.text}</span>
          {statement.addressee !== null && (
            <>
              {" to "}
              <ActorLink actor={statement.addressee} />
            </>
          )}{" "}
          <span class="tag">{statement.kind}</span>
          {statement.medium !== null && (
            <span class="said">
              through <bdi>{statement.medium}</bdi>
            </span>
          )}
          {statement.events.length > 0 && (
            <span class="said">{counted(statement.events.length, "event")} told in it</span>
          )}
        </span>
      </div>
      <p class="sentence quoted" dir="auto">
        <Link to={documentPath(statement.document, statement.id)} class="plain">
          <Marked
            text={statement.sentence.text}
            marks={statement.marks.length > 0 ? statement.marks : said}
          />
        </Link>
      </p>
      <Origin from={statement} />
    </li>
  );
}
