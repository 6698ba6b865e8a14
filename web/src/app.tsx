import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import { address, Problem, useApi } from "./api/client";
import type { Dataset } from "./api/types";
import { Header } from "./components/header";
import { Footer } from "./components/footer";
import { Failure, Loading } from "./components/state";
import { loadCountries } from "./countries";
import { DatasetContext } from "./dataset";
import { ActorPage } from "./pages/actor";
import { ActorsPage } from "./pages/actors";
import { ClaimsPage } from "./pages/claims";
import { CodebookPage } from "./pages/codebook";
import { DocumentPage } from "./pages/document";
import { DocumentsPage } from "./pages/documents";
import { IssuesPage } from "./pages/issues";
import { NotFound } from "./pages/notfound";
import { OverviewPage } from "./pages/overview";
import { PairPage } from "./pages/pair";
import { PairsPage } from "./pages/pairs";
import { RulePage } from "./pages/rule";
import { SearchPage } from "./pages/search";
import { StatementsPage } from "./pages/statements";
import { type Route, useRoute } from "./router";

function page({ path, params }: Route): ComponentChild {
  const [first, second, third, fourth] = path;
  const depth = path.length;
  if (first === undefined) return <OverviewPage params={params} />;
  switch (first) {
    case "actors":
      if (depth === 1) return <ActorsPage params={params} />;
      if (depth === 2 && second !== undefined)
        return <ActorPage key={second} actor={second} params={params} />;
      break;
    case "pairs":
      if (depth === 1) return <PairsPage params={params} />;
      if (depth === 3 && second !== undefined && third !== undefined) {
        return <PairPage key={`${second} ${third}`} a={second} b={third} params={params} />;
      }
      break;
    case "documents":
      if (depth === 1) return <DocumentsPage params={params} />;
      if (depth === 2 && second !== undefined)
        return <DocumentPage key={second} id={second} params={params} />;
      break;
    case "search":
      if (depth === 1) return <SearchPage params={params} />;
      break;
    case "statements":
      if (depth === 1) return <StatementsPage params={params} />;
      break;
    case "claims":
      if (depth === 1) return <ClaimsPage params={params} />;
      break;
    case "issues":
      if (depth === 1) return <IssuesPage params={params} />;
      break;
    case "codebook":
      if (depth === 4 && second === "rules" && third !== undefined && fourth !== undefined) {
        return <RulePage id={`${third}/${fourth}`} params={params} />;
      }
      if (depth <= 2) return <CodebookPage part={second ?? "types"} params={params} />;
      break;
  }
  return <NotFound />;
}

export function App() {
  const route = useRoute();
  const dataset = useApi<Dataset>(address("dataset"));
  const [named, setNamed] = useState<boolean | Problem>(false);
  useEffect(() => {
    loadCountries().then(
      () => setNamed(true),
      (error: unknown) =>
        setNamed(error instanceof Problem ? error : new Problem(0, "Unexpected answer", String(error), null)),
    );
  }, []);

  const failed = dataset.error ?? (named instanceof Problem ? named : null);
  if (failed !== null) {
    return (
      <main class="page" id="content">
        <h1 class="hidden">Tidings</h1>
        <Failure problem={failed} retry={() => location.reload()} />
      </main>
    );
  }
  if (dataset.data === null || named !== true) {
    return (
      <main class="page" id="content">
        <h1 class="hidden">Tidings</h1>
        <Loading height={400} />
      </main>
    );
  }
  return (
    <DatasetContext.Provider value={dataset.data}>
      <a
        class="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("content")?.focus();
        }}
      >
        Skip to the content
      </a>
      <Header route={route} dataset={dataset.data} />
      <main class="page" id="content" tabIndex={-1}>
        {dataset.data.stale && (
          <p class="notice warn">
            The files of this data set have changed since they were indexed. Stop “tidings serve” and start it
            again to read them anew.
          </p>
        )}
        {page(route)}
      </main>
      <Footer dataset={dataset.data} />
    </DatasetContext.Provider>
  );
}
