import { address, get } from "./api/client";
import type { Country } from "./api/types";

const names = new Map<string, string>();
const numeric = new Map<string, string>();

/** The names of countries are wanted all over in one word, so they are read before the first page is drawn. */
export async function loadCountries(): Promise<void> {
  for (const country of await get<Country[]>(address("countries"))) {
    names.set(country.code, country.name);
    if (country.numeric !== null) numeric.set(country.numeric, country.code);
  }
}

export const countryName = (code: string) => names.get(code) ?? code;

/** The code of a shape of world-atlas, whose ids are ISO 3166-1 numbers. */
export const countryOfShape = (id: string | number | undefined) =>
  numeric.get(String(id).padStart(3, "0")) ?? null;
