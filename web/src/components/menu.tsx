import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A button that opens a small list: closes with Escape, with a click elsewhere and when the focus leaves. */
export function Menu({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const close = (event: Event) => {
      if (!element.open || (event.target instanceof Node && element.contains(event.target))) return;
      element.open = false;
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !element.open) return;
      element.open = false;
      element.querySelector("summary")?.focus();
    };
    document.addEventListener("click", close);
    document.addEventListener("focusin", close);
    element.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("focusin", close);
      element.removeEventListener("keydown", escape);
    };
  }, []);
  return (
    <details class="menu" ref={menu}>
      <summary>{label}</summary>
      <div class="menu-items">{children}</div>
    </details>
  );
}
