/** The answers of `/api/v1`; the fields of records are those of `tidings-records`. */

export type Quads = [number, number, number, number];
export type Range = [start: number, end: number];

export interface Actor {
  key: string;
  code: string;
  country: string;
  sector: string | null;
  name: string | null;
  label: string;
}

/** An actor as a record names it, with the words and where they stand in the document. */
export interface ActorMention {
  code: string;
  country: string;
  sector: string | null;
  name: string | null;
  text: string;
  start: number;
  end: number;
  label: string;
}

export interface Words {
  text: string;
  start: number;
  end: number;
}

export interface SentenceOf extends Words {
  index: number | null;
}

export type Status = "actual" | "future" | "hypothetical" | "negated" | "historical";

export interface SaidBy {
  speaker: ActorMention;
  medium: string | null;
  cue: string;
  statement: string;
}

export interface EventDate {
  value: string | null;
  precision: string | null;
  basis: string;
  text: string | null;
}

export interface PlaceOf extends Words {
  name: string;
  country: string | null;
  latitude: number | null;
  longitude: number | null;
  precision: string;
}

interface FromDocument {
  document: string;
  published: string | null;
  title: string | null;
  outlet: string | null;
  url: string | null;
}

export interface EventRow extends FromDocument {
  id: string;
  event: string;
  sentence: SentenceOf;
  trigger: Words;
  type: string;
  mode: string | null;
  contexts: string[];
  cameo: string | null;
  quad: number;
  score: number;
  source: ActorMention[];
  target: ActorMention[];
  status: Status;
  alleged: boolean;
  said_by: SaidBy | null;
  date: EventDate | null;
  place: PlaceOf | null;
  rule: string;
  reports: number;
  marks: Range[];
}

export interface StatementRow extends FromDocument {
  id: string;
  sentence: SentenceOf;
  speaker: ActorMention;
  addressee: ActorMention | null;
  medium: string | null;
  cue: Words;
  kind: string;
  content: Words[];
  within: string | null;
  events: string[];
  marks: Range[];
}

export interface ClaimRow extends FromDocument {
  id: string;
  sentence: SentenceOf;
  relation: string;
  subject: ActorMention;
  object: {
    code: string | null;
    name: string | null;
    text: string;
    start: number;
    end: number;
    label: string;
  };
  negated: boolean;
  status: Status;
  alleged: boolean;
  said_by: SaidBy | null;
  date: EventDate | null;
  rule: string;
  marks: Range[];
}

export interface List<Row> {
  total: number;
  offset: number;
  limit: number;
  rows: Row[];
}

export interface Period {
  from: string;
  to: string;
}

export interface Dataset {
  name: string;
  sources: string[];
  versions: { program: string; codebook: string; model: string }[];
  explorer: string;
  fingerprint: string;
  indexed: string;
  stale: boolean;
  counts: {
    documents: number;
    sentences: number;
    events: number;
    distinct_events: number;
    statements: number;
    claims: number;
    issues: number;
    actors: number;
    places: number;
    outlets: number;
  };
  published: Period | null;
  date: Period | null;
  has: { text: boolean; statements: boolean; claims: boolean; places: boolean; outlets: boolean };
}

export type Step = "day" | "week" | "month" | "year";

export interface TimelineBucket {
  start: string;
  end: string;
  total: number;
  counts: number[];
  score: number;
  score_sum: number;
}

export interface Timeline {
  step: Step;
  stack: string;
  keys: string[];
  buckets: TimelineBucket[];
  total: number;
  imprecise: number;
  undated: number;
  clipped: number;
}

export interface PlaceRow {
  key: string;
  name: string;
  country: string | null;
  country_name: string | null;
  latitude: number | null;
  longitude: number | null;
  precision: string;
  events: number;
  quads: Quads;
  score: number;
}

export interface Places extends List<PlaceRow> {
  located: number;
  unlocated: number;
}

export interface Country {
  code: string;
  name: string;
  numeric: string | null;
}

export interface ActorRow {
  actor: Actor;
  events: number;
  as_source: number;
  as_target: number;
  score: number;
  quads: Quads;
  first: string | null;
  last: string | null;
}

export interface TypeCount {
  type: string;
  events: number;
  score: number;
}

export interface Side {
  total: number;
  types: TypeCount[];
  quads: Quads;
}

export interface Partner {
  actor: Actor;
  events: number;
  to: number;
  from: number;
  score_to: number | null;
  score_from: number | null;
  quads: Quads;
}

export interface ActorDetail {
  actor: Actor;
  totals: {
    events: number;
    as_source: number;
    as_target: number;
    statements: number;
    claims: number;
    first: string | null;
    last: string | null;
    score: number | null;
  };
  as_source: Side;
  as_target: Side;
  partners: Partner[];
  members: { actor: Actor; events: number }[];
  named: { text: string; count: number }[];
}

export interface PairRow {
  source: Actor;
  target: Actor;
  events: number;
  score: number;
  quads: Quads;
  first: string | null;
  last: string | null;
}

export interface PairBucket {
  start: string;
  end: string;
  events: number;
  score: number;
  score_sum: number;
  quads: Quads;
}

export interface Direction {
  source: "a" | "b";
  target: "a" | "b";
  events: number;
  score: number | null;
  quads: Quads;
  types: TypeCount[];
  buckets: PairBucket[];
}

export interface Bend {
  start: string;
  direction: "a" | "b";
  change: number;
  event: EventRow;
}

export interface PairDetail {
  a: Actor;
  b: Actor;
  step: Step;
  from: string | null;
  to: string | null;
  totals: { events: number; score: number | null; quads: Quads };
  directions: Direction[];
  bends: Bend[];
}

export interface NetworkNode {
  actor: Actor;
  events: number;
  score: number;
}

export interface NetworkEdge {
  source: string;
  target: string;
  events: number;
  score: number;
  quads: Quads;
}

export interface Network {
  level: string;
  total_nodes: number;
  total_edges: number;
  nodes: NetworkNode[];
  edges: NetworkEdge[];
}

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

export interface Facets {
  total: number;
  facets: Record<string, FacetValue[]>;
}

export interface SearchRow extends FromDocument {
  sentence: SentenceOf;
  marks: Range[];
  events: EventRow[];
}

export interface SearchResult extends List<SearchRow> {
  events: number;
  sorted: string;
}

export interface DocumentRow {
  id: string;
  title: string | null;
  published: string | null;
  source: string | null;
  url: string | null;
  sentences: number;
  events: number;
  first: string | null;
}

export interface Block {
  kind: string;
  start: number;
  end: number;
}

export interface DocumentDetail {
  document: {
    id: string;
    title: string | null;
    published: string | null;
    source: string | null;
    url: string | null;
    text: string | null;
    blocks: Block[];
    sentences: number;
    events: number;
  };
  sentences: { index: number | null; start: number; end: number; text: string | null }[];
  events: EventRow[];
  statements: StatementRow[];
  claims: ClaimRow[];
  previous: string | null;
  next: string | null;
}

export interface Token {
  index: number;
  form: string;
  lemma: string;
  upos: string;
  xpos: string | null;
  deprel: string;
  head: number | null;
  start: number;
  end: number;
}

export interface Tree {
  sentence: SentenceOf;
  tokens: Token[];
  entities: { kind: string; start: number; end: number }[];
  mentions: { text: string; kind: string; start: number; end: number; codes: string[] }[];
  near_misses: { word: string; rule: string; pattern: string; reason: string }[];
}

export interface Issue {
  document: string;
  stage: string;
  place: string | null;
  reason: string;
}

export interface CodebookType {
  code: string;
  label: string;
  meaning: string;
  quad: number;
  score: number;
  cameo: string | null;
  events: number;
  rules: number;
  modes: { code: string; meaning: string; score: number; events: number }[];
}

export interface CodeMeaning {
  code: string;
  meaning: string;
  events: number;
}

export interface Codebook {
  version: string;
  matches: boolean;
  types: CodebookType[];
  contexts: CodeMeaning[];
  sectors: CodeMeaning[];
  cameo: { code: string; name: string; goldstein: number | null; events: number }[];
  quads: { quad: number; label: string; events: number }[];
}

export interface RuleRow {
  id: string;
  file: string | null;
  type: string;
  mode: string | null;
  cameo: string | null;
  contexts: string[];
  patterns: string[];
  examples: { text: string; events: string[] }[];
  near_misses: string[];
  events: number;
  known: boolean;
}

export interface ClaimRuleRow {
  id: string;
  file: string;
  relation: string;
  /** A frame of grammar that needs no pattern: title, apposition, copula or whose. */
  frame: string | null;
  patterns: string[];
  negated: boolean;
  status: Status;
  examples: { text: string; claims: string[] }[];
  near_misses: string[];
  claims: number;
}
