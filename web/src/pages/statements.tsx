import type { StatementRow } from "../api/types";
import { Heading } from "../components/heading";
import { SpokenList } from "../components/spoken";
import { StatementItem } from "../components/statement";

const FIELDS = ["q", "actor", "speaker", "addressee", "medium", "kind", "outlet", "document", "from", "to"];

export function StatementsPage({ params }: { params: URLSearchParams }) {
  return (
    <>
      <Heading
        title="Statements"
        lead="What somebody says: the speaker, the words that say so, and what is said."
      >
        Statements
      </Heading>
      <SpokenList<StatementRow>
        table="statements"
        noun="statement"
        params={params}
        fields={FIELDS}
        names={{
          speaker: "Speaker",
          addressee: "To whom",
          kind: "Kind",
          medium: "Through",
          outlet: "Outlet",
        }}
        absent={
          <>
            They are written beside the events when a folder is coded: <code>tidings code … -o FOLDER</code>.
          </>
        }
        item={(statement) => <StatementItem key={statement.id} statement={statement} />}
      />
    </>
  );
}
