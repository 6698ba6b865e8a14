import { useEffect, useMemo } from "preact/hooks";
import { address, useApi } from "../api/client";
import type { DocumentDetail } from "../api/types";
import { ClaimItem } from "../components/claim";
import { Download } from "../components/download";
import { Heading } from "../components/heading";
import { Await } from "../components/state";
import { ActorLink } from "../components/marks";
import { documentPath } from "../filter";
import { capital, count, counted, day, shorten, webAddress } from "../format";
import { EventCard } from "../reader/card";
import { LAYERS, type Layer, type Mark, marksOf, piecesOf, type Piece } from "../reader/segments";
import { MarkedText, type ReaderState } from "../reader/text";
import { TreeView } from "../reader/tree";
import { Link, navigate, withParams } from "../router";

export function DocumentPage({ id, params }: { id: string; params: URLSearchParams }) {
  const answer = useApi<DocumentDetail>(address(`documents/${encodeURIComponent(id)}`));
  return (
    <>
      {answer.data === null && (
        <Heading title="Document" above={<Link to="/documents">Documents</Link>}>
          Document
        </Heading>
      )}
      <Await answer={answer} height={900}>
        {(detail) => <Detail detail={detail} params={params} />}
      </Await>
    </>
  );
}

const KINDS: Record<string, string> = {
  "related-link": "Link to another report",
  caption: "Caption",
  repeated: "Repeated",
};

function Detail({ detail, params }: { detail: DocumentDetail; params: URLSearchParams }) {
  const { document: doc } = detail;
  const shown = params.get("show");
  const treeParam = params.get("tree");
  const tree = treeParam !== null && /^\d+$/.test(treeParam) ? Number(treeParam) : null;
  const hidden = useMemo(
    () => new Set((params.get("hide") ?? "").split(",").filter(Boolean) as Layer[]),
    [params.get("hide")],
  );
  const pieces = useMemo(() => piecesOf(detail), [detail]);
  const at = params.get("at");
  const marks = useMemo(() => {
    const found = detail.sentences
      .filter((each) => String(each.start) === at)
      .map((each): Mark => ({ start: each.start, end: each.end, layer: "found", ids: [] }));
    return [...marksOf(detail), ...found];
  }, [detail, at]);
  const sentences = useMemo(
    () =>
      new Map(
        doc.text === null
          ? []
          : detail.sentences
              .filter((each) => each.index !== null)
              .map((each) => [each.end, each.start] as const),
      ),
    [detail],
  );
  const here = documentPath(doc.id);
  const state: ReaderState = {
    marks,
    hidden,
    shown,
    sentences,
    tree,
    to: (changes) => withParams(params, changes, here),
  };
  const titlePiece = pieces.find((piece) => piece.kind === "title");
  const name = doc.title ?? (doc.published === null ? doc.id : `Report of ${day(doc.published)}`);
  const event = detail.events.find((each) => each.id === shown) ?? null;

  // The link that led here names a record or a sentence: bring its words into sight.
  useEffect(() => {
    const word = window.document.querySelector(".part-event, .part-cue, .part-subject, .in-found");
    const box = word?.getBoundingClientRect();
    if (box !== undefined && (box.top < 60 || box.bottom > innerHeight - 60))
      word?.scrollIntoView({ block: "center" });
  }, [shown, at]);
  useEffect(() => {
    if (tree === null) return;
    window.document.getElementById("tree")?.scrollIntoView({ block: "nearest" });
  }, [tree]);

  const toggle = (layer: Layer) => {
    const next = new Set(hidden);
    if (!next.delete(layer)) next.add(layer);
    navigate(state.to({ hide: next.size === 0 ? null : [...next].join(",") }), { stay: true, replace: true });
  };
  const url = webAddress(doc.url);
  return (
    <>
      <Heading
        title={shorten(name, 200)}
        above={
          <>
            <Link to="/documents">Documents</Link>
            {" · "}
            <time dateTime={doc.published ?? ""}>{day(doc.published)}</time>
            {doc.source !== null && (
              <>
                {" · "}
                <bdi>{shorten(doc.source, 80)}</bdi>
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
          </>
        }
        lead={`${counted(detail.sentences.length, "sentence")}, ${counted(detail.events.length, "event")}, ${counted(detail.statements.length, "statement")}${detail.claims.length > 0 ? `, ${counted(detail.claims.length, "claim")}` : ""}`}
      >
        {titlePiece === undefined ? <bdi>{name}</bdi> : <MarkedText piece={titlePiece} state={state} />}
      </Heading>
      {tree !== null && titlePiece !== undefined && holds(titlePiece, tree) && (
        <TreeView document={doc.id} start={tree} event={event} close={state.to({ tree: null })} />
      )}
      <div class="controls">
        <fieldset class="layers">
          <legend>Marked</legend>
          {LAYERS.map((layer) => (
            <label key={layer.value} class={`layer-${layer.value}`}>
              <input
                type="checkbox"
                checked={!hidden.has(layer.value)}
                onChange={() => toggle(layer.value)}
              />
              <span>{layer.label}</span>
            </label>
          ))}
        </fieldset>
        <Download
          what="the events of this document"
          data={{ table: "events", params: new URLSearchParams({ document: doc.id }) }}
        />
      </div>
      <div class="document-layout">
        <div class="reader" lang="en">
          {doc.text === null && (
            <p class="notice">
              Only events were given to the explorer: here are the sentences that hold them.
            </p>
          )}
          {pieces
            .filter((piece) => piece !== titlePiece)
            .map((piece) => (
              <div key={piece.start}>
                <BlockText piece={piece} state={state} />
                {tree !== null && holds(piece, tree) && (
                  <TreeView document={doc.id} start={tree} event={event} close={state.to({ tree: null })} />
                )}
              </div>
            ))}
        </div>
        <aside class="cards" aria-label="What was coded">
          <h2>
            Events <span class="muted">{count(detail.events.length)}</span>
          </h2>
          {detail.events.length === 0 && <p class="muted">No event was found in this document.</p>}
          {detail.events.map((each) => (
            <EventCard key={each.id} event={each} open={each.id === shown} to={state.to} />
          ))}
          {detail.statements.length > 0 && (
            <>
              <h2>
                Statements <span class="muted">{count(detail.statements.length)}</span>
              </h2>
              {detail.statements.map((statement) => (
                <article key={statement.id} class={`card ${statement.id === shown ? "open" : ""}`}>
                  <div class="card-head">
                    <ActorLink actor={statement.speaker} /> <span class="cue">{statement.cue.text}</span>{" "}
                    <span class="tag">{statement.kind}</span>
                  </div>
                  <p class="said-words" dir="auto">
                    {shorten(statement.content.map((piece) => piece.text).join(" … "), 140)}
                  </p>
                  <p class="card-foot">
                    <span class="muted">
                      {statement.events.length > 0
                        ? `${counted(statement.events.length, "event")} told in it`
                        : ""}
                    </span>
                    <Link
                      to={state.to({ show: statement.id === shown ? null : statement.id })}
                      stay
                      class="quiet"
                    >
                      {statement.id === shown ? "Close" : "Show"}
                    </Link>
                  </p>
                </article>
              ))}
            </>
          )}
          {detail.claims.length > 0 && (
            <>
              <h2>
                Claims <span class="muted">{count(detail.claims.length)}</span>
              </h2>
              <ol class="events">
                {detail.claims.map((claim) => (
                  <ClaimItem key={claim.id} claim={claim} />
                ))}
              </ol>
            </>
          )}
        </aside>
      </div>
      <nav class="pager" aria-label="Documents before and after">
        {detail.previous === null ? <span /> : <Link to={documentPath(detail.previous)}>← Before</Link>}
        {detail.next === null ? <span /> : <Link to={documentPath(detail.next)}>After →</Link>}
      </nav>
    </>
  );
}

const holds = (piece: Piece, at: number) => at >= piece.start && at < piece.end;

function BlockText({ piece, state }: { piece: Piece; state: ReaderState }) {
  const kind = KINDS[piece.kind];
  const text = <MarkedText piece={piece} state={state} />;
  if (piece.kind === "heading") {
    return (
      <h2 class="block-heading" dir="auto">
        {text}
      </h2>
    );
  }
  return (
    <p class={`block block-${piece.kind}`} dir="auto">
      {kind !== undefined && <span class="block-kind">{capital(kind)}</span>}
      {text}
    </p>
  );
}
