import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Dataset } from "./api/types";

export const DatasetContext = createContext<Dataset | null>(null);

export function useDataset(): Dataset {
  const dataset = useContext(DatasetContext);
  if (dataset === null) throw new Error("a page was drawn before the data set was known");
  return dataset;
}
