import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

interface FrameProps {
  /** Known before the drawing is, so that its room is kept. */
  height: (width: number) => number;
  title: string;
  description: string;
  children: (width: number, height: number) => ComponentChildren;
  /** Drawn over the figure and not taken away with it: tips. */
  over?: ComponentChildren;
  /** Its marks are links, and so it is no single image. */
  links?: boolean;
  /** The least width at which it can be read; narrower screens scroll it. */
  least?: number;
}

/** An SVG as wide as its place, with a name and a description for those who do not see it. */
export function Frame({ height, title, description, children, over, links = false, least = 0 }: FrameProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const id = useId();
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(least, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [least]);
  const tall = height(width === 0 ? 900 : width);
  return (
    <div
      class="frame"
      ref={holder}
      style={{ minHeight: `${tall}px` }}
      {...(least > 0 && { tabIndex: 0, role: "group" as const, "aria-label": title })}
    >
      {width > 0 && (
        <svg
          data-figure
          role={links ? "group" : "img"}
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-desc`}
          width={width}
          height={tall}
          viewBox={`0 0 ${width} ${tall}`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-desc`}>{description}</desc>
          {children(width, tall)}
        </svg>
      )}
      {over}
    </div>
  );
}

/** A few words beside the pointer. `x`, `y` are positions in the frame. */
export function Tip({
  x,
  y,
  width,
  children,
}: {
  x: number;
  y: number;
  width: number;
  children: ComponentChildren;
}) {
  const right = x > width / 2;
  return (
    <div
      class="tip"
      style={{
        top: `${y}px`,
        ...(right ? { right: `${width - x + 12}px`, left: "auto" } : { left: `${x + 12}px` }),
      }}
    >
      {children}
    </div>
  );
}

/** The position of a pointer in the coordinates of the drawing. */
export function pointerAt(event: PointerEvent | MouseEvent): { x: number; y: number } {
  const target = event.currentTarget as SVGElement;
  const svg = target instanceof SVGSVGElement ? target : target.ownerSVGElement;
  const box = (svg ?? target).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
