import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useDataset } from "../dataset";

interface HeadingProps {
  /** For the tab and the history. */
  title: string;
  children: ComponentChildren;
  above?: ComponentChildren;
  lead?: ComponentChildren;
}

/** A title that would fill the window in the size of a heading. */
const LONG = 140;

export function Heading({ title, children, above, lead }: HeadingProps) {
  const { name } = useDataset();
  useEffect(() => {
    document.title = `${title} · ${name} · Tidings`;
  }, [title, name]);
  return (
    <div class="page-head">
      {above !== undefined && <p class="eyebrow">{above}</p>}
      <h1 tabIndex={-1} class={title.length > LONG ? "long" : ""}>
        {children}
      </h1>
      {lead !== undefined && <p class="page-lead">{lead}</p>}
    </div>
  );
}
