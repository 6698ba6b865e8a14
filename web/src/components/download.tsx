import type { RefObject } from "preact";
import { address } from "../api/client";
import { Menu } from "./menu";
import { savePng, saveSvg, type FigureText } from "../svg-export";

const FORMATS = [
  { format: "csv", label: "CSV" },
  { format: "json", label: "JSON" },
  { format: "parquet", label: "Parquet" },
] as const;

export interface Export {
  /** A table of `/export/{table}`. */
  table: string;
  params: URLSearchParams;
}

function exportAddress({ table, params }: Export, format: string): string {
  const all = new URLSearchParams(params);
  all.delete("offset");
  // Rows come in full; the values of a facet, as many as are asked for.
  if (table !== "facets") all.delete("limit");
  all.set("format", format);
  return address(`export/${table}`, all);
}

interface DownloadProps {
  what: string;
  data?: Export | undefined;
  figure?: { holder: RefObject<HTMLElement | null>; text: FigureText } | undefined;
}

/** What is shown, as a file: the figure as SVG and PNG, the rows behind it from the API with the same filter. */
export function Download({ what, data, figure }: DownloadProps) {
  const drawing = () => figure?.holder.current?.querySelector<SVGSVGElement>("svg[data-figure]") ?? null;
  const save = (how: (svg: SVGSVGElement, text: FigureText) => void | Promise<void>) => () => {
    const svg = drawing();
    if (svg !== null && figure !== undefined) void how(svg, figure.text);
  };
  return (
    <Menu
      label={
        <>
          Download<span class="hidden">: {what}</span>
        </>
      }
    >
      {figure !== undefined && (
        <>
          <button type="button" onClick={save(saveSvg)}>
            Figure as SVG
          </button>
          <button type="button" onClick={save(savePng)}>
            Figure as PNG
          </button>
        </>
      )}
      {data !== undefined &&
        FORMATS.map(({ format, label }) => (
          <a key={format} href={exportAddress(data, format)} download="">
            {figure === undefined ? label : `Data as ${label}`}
          </a>
        ))}
    </Menu>
  );
}
