import type { ClaimRow } from "../api/types";
import { ClaimItem } from "../components/claim";
import { Heading } from "../components/heading";
import { SpokenList } from "../components/spoken";

const FIELDS = [
  "q",
  "relation",
  "actor",
  "object",
  "negated",
  "status",
  "alleged",
  "speaker",
  "outlet",
  "document",
  "rule",
  "from",
  "to",
];

export function ClaimsPage({ params }: { params: URLSearchParams }) {
  return (
    <>
      <Heading
        title="Claims"
        lead="Standing facts that a report states: who holds an office, is member of or party to something, possesses, produces or controls it."
      >
        Claims
      </Heading>
      <SpokenList<ClaimRow>
        table="claims"
        noun="claim"
        params={params}
        fields={FIELDS}
        names={{
          relation: "Relation",
          subject: "About whom",
          status: "Status",
          negated: "Negated",
          alleged: "Alleged",
          speaker: "Speaker",
          outlet: "Outlet",
        }}
        absent="It was coded with a codebook that has no rules for them. Code the documents again with one that has."
        item={(claim) => <ClaimItem key={claim.id} claim={claim} />}
      />
    </>
  );
}
