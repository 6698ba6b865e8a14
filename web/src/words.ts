/** Words of the codebook as people read them, and the order in which they are shown. */

export const TYPES = [
  "AGREE",
  "CONSULT",
  "SUPPORT",
  "CONCEDE",
  "COOPERATE",
  "AID",
  "RETREAT",
  "REQUEST",
  "ACCUSE",
  "REJECT",
  "THREATEN",
  "PROTEST",
  "SANCTION",
  "MOBILIZE",
  "COERCE",
  "ASSAULT",
];

const QUAD_OF_TYPE: Record<string, number> = {
  AGREE: 1,
  CONSULT: 1,
  SUPPORT: 1,
  CONCEDE: 1,
  COOPERATE: 2,
  AID: 2,
  RETREAT: 2,
  REQUEST: 3,
  ACCUSE: 3,
  REJECT: 3,
  THREATEN: 3,
  PROTEST: 4,
  SANCTION: 4,
  MOBILIZE: 4,
  COERCE: 4,
  ASSAULT: 4,
};

export const quadOfType = (type: string) => QUAD_OF_TYPE[type] ?? 3;

export const QUADS = [
  { quad: 1, key: "1", label: "verbal cooperation", cooperation: true },
  { quad: 2, key: "2", label: "material cooperation", cooperation: true },
  { quad: 3, key: "3", label: "verbal conflict", cooperation: false },
  { quad: 4, key: "4", label: "material conflict", cooperation: false },
] as const;

export const quadLabel = (quad: number | string) => QUADS[Number(quad) - 1]?.label ?? `quad ${quad}`;

export const STATUS_MEANS: Record<string, string> = {
  actual: "it happened",
  future: "it is to happen",
  hypothetical: "it might happen, or is only spoken of",
  negated: "it did not happen",
  historical: "it happened long before the report",
};

export const LEVELS = [
  { value: "country", label: "Countries" },
  { value: "sector", label: "Sectors" },
  { value: "code", label: "Single actors" },
] as const;

export const typeLabel = (type: string) => type.slice(0, 1) + type.slice(1).toLowerCase();

export const plain = (code: string) => code.replaceAll("_", " ").replaceAll("-", " ");

const SECTORS: Record<string, string> = {
  AGR: "farmers",
  BUS: "business",
  COP: "police",
  CRM: "criminals",
  CVL: "civilians",
  EDU: "education",
  ELI: "elites",
  GOV: "government",
  JRN: "journalists",
  JUD: "judiciary",
  LAB: "labour",
  LEG: "legislature",
  MED: "health",
  MIL: "military",
  OPP: "opposition",
  PRM: "paramilitaries",
  PTY: "party",
  REB: "rebels",
  REF: "refugees",
  REL: "religious groups",
  SOC: "social groups",
  SPY: "intelligence",
  UAF: "unidentified armed forces",
  UNK: "unidentified",
};

export const sectorLabel = (sector: string) => SECTORS[sector] ?? sector;
