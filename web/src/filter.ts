import { day } from "./format";
import { countryName } from "./countries";
import { plain, quadLabel, sectorLabel, typeLabel } from "./words";

/** The filter of the API, which every page that shows events carries in its address. */
export const FILTERS = [
  "q",
  "type",
  "mode",
  "context",
  "cameo",
  "quad",
  "actor",
  "source",
  "target",
  "between",
  "sector",
  "abroad",
  "place",
  "country",
  "status",
  "alleged",
  "speaker",
  "outlet",
  "document",
  "rule",
  "event",
  "from",
  "to",
  "time",
  "once",
] as const;

export type FilterName = (typeof FILTERS)[number];

const NAMES: Record<FilterName, string> = {
  q: "Words",
  type: "Type",
  mode: "Mode",
  context: "Context",
  cameo: "CAMEO",
  quad: "Class",
  actor: "Actor",
  source: "Source",
  target: "Target",
  between: "Between",
  sector: "Sector",
  abroad: "Between countries",
  place: "Place",
  country: "Place in",
  status: "Status",
  alleged: "Alleged",
  speaker: "Speaker",
  outlet: "Outlet",
  document: "Document",
  rule: "Rule",
  event: "Event",
  from: "From",
  to: "Until",
  time: "Dates",
  once: "Events",
};

export const filterName = (name: string) => NAMES[name as FilterName] ?? name;

/** The key of an actor in words; the API's own label is used wherever it is at hand. */
export function actorLabel(key: string): string {
  if (key === "any") return "anybody";
  const code = key.endsWith("*") ? key.slice(0, -1) : key;
  const hash = code.indexOf("#");
  if (hash >= 0) return code.slice(hash + 1);
  const [country = "", ...sectors] = code.split(" ");
  const who = [countryName(country), ...sectors.map(sectorLabel)].join(", ");
  return key.endsWith("*") ? who : `${who} (only this code)`;
}

/** What `none` means as the value of a filter. */
const NONE: Record<string, string> = {
  source: "nobody named",
  target: "nobody named",
  addressee: "nobody named",
  speaker: "the reporter",
  medium: "directly",
  country: "no place",
  place: "no place",
  outlet: "no outlet",
  mode: "no mode",
  context: "no context",
  sector: "no sector",
};

export function filterValue(name: string, value: string): string {
  if (value === "none") return NONE[name] ?? "none";
  switch (name) {
    case "actor":
    case "source":
    case "target":
    case "between":
    case "speaker":
    case "addressee":
      return actorLabel(value);
    case "type":
      return typeLabel(value);
    case "quad":
      return quadLabel(value);
    case "sector":
      return sectorLabel(value);
    case "from":
    case "to":
      return day(value);
    case "country":
      return countryName(value);
    case "place":
      return value.includes("/")
        ? `${value.slice(value.indexOf("/") + 1)}, ${countryName(value.slice(0, 3))}`
        : value;
    case "alleged":
    case "abroad":
      return value === "true" ? "yes" : "no";
    case "time":
      return value === "published" ? "of publication" : "of the event";
    case "once":
      return value === "true" ? "each once" : "every record";
    case "mode":
    case "context":
      return plain(value);
    default:
      return value;
  }
}

const isFilter = (name: string): name is FilterName => (FILTERS as readonly string[]).includes(name);

/** The filter alone, in the order of the API, so that equal filters have equal addresses. */
export function filterOf(params: URLSearchParams): URLSearchParams {
  const filter = new URLSearchParams();
  for (const name of FILTERS)
    for (const value of params.getAll(name)) if (value !== "") filter.append(name, value);
  return filter;
}

export function merged(
  filter: URLSearchParams,
  more: Record<string, string | number | null>,
): URLSearchParams {
  const all = new URLSearchParams(filter);
  for (const [name, value] of Object.entries(more)) if (value !== null) all.set(name, String(value));
  return all;
}

export function without(filter: URLSearchParams, ...names: string[]): URLSearchParams {
  const rest = new URLSearchParams(filter);
  for (const name of names) rest.delete(name);
  return rest;
}

export function toggled(filter: URLSearchParams, name: string, value: string): URLSearchParams {
  const rest = new URLSearchParams();
  let found = false;
  for (const [key, each] of filter) {
    if (key === name && each === value) found = true;
    else if (key !== "offset") rest.append(key, each);
  }
  if (!found) rest.append(name, value);
  return rest;
}

export function pathTo(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query === "" ? path : `${path}?${query}`;
}

const within = (params: URLSearchParams | undefined, ...names: string[]) =>
  params === undefined ? new URLSearchParams() : without(filterOf(params), ...names);

/** The last part of an address. A server takes one with a dot for a file, unless a slash follows. */
function lastPart(text: string): string {
  const part = encodeURIComponent(text);
  return part.includes(".") ? `${part}/` : part;
}

export const actorPath = (key: string, params?: URLSearchParams) =>
  pathTo(`/actors/${lastPart(key)}`, within(params, "actor", "source", "target", "between"));

export const pairPath = (a: string, b: string, params?: URLSearchParams) =>
  pathTo(
    `/pairs/${encodeURIComponent(a)}/${lastPart(b)}`,
    within(params, "actor", "source", "target", "between"),
  );

/** A document, with a record of it shown or the sentence that begins at a position. */
export const documentPath = (id: string, show?: string, at?: number) =>
  pathTo(
    `/documents/${lastPart(id)}`,
    new URLSearchParams(show !== undefined ? { show } : at !== undefined ? { at: String(at) } : {}),
  );

export const rulePath = (rule: string) =>
  `/codebook/rules/${rule.split("/").map(encodeURIComponent).join("/")}`;

/** Rules about standing facts are few, and listed with all that they hold. */
export const claimRulePath = (rule: string) =>
  pathTo("/codebook/claims", new URLSearchParams({ match: rule }));

/** The search for these events, within the present filter. */
export const searchPath = (filter: URLSearchParams, more: Record<string, string>) =>
  pathTo("/search", merged(filterOf(filter), more));

export interface FilterPart {
  name: FilterName;
  values: string[];
  text: string;
}

/** What the filter says, one part a choice: the caption of what is taken away. The two of a pair are one choice. */
export function filterParts(filter: URLSearchParams): FilterPart[] {
  const parts: FilterPart[] = [];
  for (const [name, value] of filter) {
    if (!isFilter(name)) continue;
    const last = parts[parts.length - 1];
    if (name === "between" && last?.name === "between") {
      last.values.push(value);
      last.text += ` and ${filterValue(name, value)}`;
    } else {
      parts.push({ name, values: [value], text: `${filterName(name)}: ${filterValue(name, value)}` });
    }
  }
  return parts;
}

/** The filter without one of its parts. */
export const taken = (filter: URLSearchParams, part: FilterPart) =>
  part.values.reduce((rest, value) => toggled(rest, part.name, value), filter);

export const filterText = (filter: URLSearchParams) =>
  filterParts(filter)
    .map((part) => part.text)
    .join(" · ");
