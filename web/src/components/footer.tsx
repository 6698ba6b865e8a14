import type { Dataset } from "../api/types";
import { count, counted } from "../format";
import { Link } from "../router";

export function Footer({ dataset }: { dataset: Dataset }) {
  const indexed = new Date(dataset.indexed);
  return (
    <footer class="site-footer">
      <p>
        {dataset.name}: {counted(dataset.counts.documents, "document")}, {count(dataset.counts.sentences)}{" "}
        sentences, {counted(dataset.counts.events, "event record")}
        {dataset.versions.map((version) => (
          <span key={`${version.program} ${version.codebook} ${version.model}`}>
            {" · "}Tidings {version.program}, codebook {version.codebook}, model {version.model}
          </span>
        ))}
        {!Number.isNaN(indexed.getTime()) && (
          <>
            {" · "}indexed{" "}
            <time dateTime={dataset.indexed}>
              {new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" }).format(indexed)}
            </time>
          </>
        )}
      </p>
      <p>
        <Link to="/issues">
          {dataset.counts.issues === 0 ? "No issues" : counted(dataset.counts.issues, "issue")}
        </Link>
        {" · "}
        <a href="/api/v1/openapi.json">API (OpenAPI)</a>
      </p>
    </footer>
  );
}
