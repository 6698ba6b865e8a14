import type { ClaimRow, Range } from "../api/types";
import { claimRulePath, documentPath, pathTo } from "../filter";
import { dateValue } from "../format";
import { Link } from "../router";
import { plain } from "../words";
import { Origin, StatusNote } from "./event";
import { ActorLink, Marked } from "./marks";

/** A standing fact that a report states. */
export function ClaimItem({ claim }: { claim: ClaimRow }) {
  const { start } = claim.sentence;
  const words: Range[] = [
    [claim.subject.start - start, claim.subject.end - start],
    [claim.object.start - start, claim.object.end - start],
  ];
  words.sort((a, b) => a[0] - b[0]);
  return (
    <li class="event-item">
      <div class="event-head">
        <span class="event-line">
          <ActorLink actor={claim.subject} />{" "}
          <Link to={documentPath(claim.document, claim.id)} class="event-link">
            <span class="chip">
              {claim.negated && "not "}
              {plain(claim.relation)}
            </span>
          </Link>{" "}
          {claim.object.code === null ? (
            <bdi>{claim.object.label}</bdi>
          ) : (
            <Link to={pathTo("/claims", new URLSearchParams({ object: claim.object.code }))}>
              <bdi>{claim.object.label}</bdi>
            </Link>
          )}{" "}
          <StatusNote event={claim} />
          {claim.date?.value != null && <span class="said">{dateValue(claim.date.value)}</span>}
        </span>
      </div>
      <p class="sentence" dir="auto">
        <Link to={documentPath(claim.document, claim.id)} class="plain">
          <Marked text={claim.sentence.text} marks={claim.marks.length > 0 ? claim.marks : words} />
        </Link>
      </p>
      <Origin from={claim} />
      <p class="origin">
        by the rule <Link to={claimRulePath(claim.rule)}>{claim.rule}</Link>
      </p>
    </li>
  );
}
