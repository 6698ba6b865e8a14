import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/**
 * Where we are: the path in its decoded parts and the parameters. All state that a page has is in the address, so
 * that it can be shared and gone back to.
 */
export interface Route {
  path: string[];
  params: URLSearchParams;
}

interface Position {
  scroll: number;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function read(): Route {
  return {
    path: location.pathname.split("/").filter(Boolean).map(decode),
    params: new URLSearchParams(location.search),
  };
}

const listeners = new Set<(moved: boolean) => void>();
history.scrollRestoration = "manual";

function rememberScroll(): void {
  history.replaceState({ scroll: scrollY } satisfies Position, "");
}

/** Pages fill as their answers come, so the old position may not exist yet: try until it does. */
function restoreScroll(target: number): void {
  const until = performance.now() + 1500;
  const attempt = () => {
    const most = document.documentElement.scrollHeight - innerHeight;
    scrollTo(0, Math.min(target, most));
    if (most < target && performance.now() < until) requestAnimationFrame(attempt);
  };
  attempt();
}

let shownPath = location.pathname;
addEventListener("popstate", (event) => {
  const position = event.state as Position | null;
  const moved = location.pathname !== shownPath;
  shownPath = location.pathname;
  for (const listen of listeners) listen(moved);
  requestAnimationFrame(() => restoreScroll(position?.scroll ?? 0));
});
let scrollTimer = 0;
addEventListener(
  "scroll",
  () => {
    clearTimeout(scrollTimer);
    scrollTimer = window.setTimeout(rememberScroll, 150);
  },
  { passive: true },
);

/** `replace` for what a user does not want to go back through step by step; `stay` keeps the scroll position. */
export function navigate(to: string, options: { replace?: boolean; stay?: boolean } = {}): void {
  if (options.replace === true || to === location.pathname + location.search) {
    history.replaceState({ scroll: scrollY } satisfies Position, "", to);
  } else {
    clearTimeout(scrollTimer);
    rememberScroll();
    history.pushState({ scroll: 0 } satisfies Position, "", to);
  }
  const moved = location.pathname !== shownPath;
  shownPath = location.pathname;
  for (const listen of listeners) listen(moved);
  if (options.stay !== true) scrollTo(0, 0);
}

export function useRoute(): Route {
  const [route, set] = useState(read);
  useEffect(() => {
    const listen = (moved: boolean) => {
      set(read());
      if (moved) requestAnimationFrame(announce);
    };
    listeners.add(listen);
    return () => {
      listeners.delete(listen);
    };
  }, []);
  return route;
}

/** A new page begins at its heading, for those who do not see it change. */
function announce(): void {
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
}

/** A link within the explorer follows without loading the page; a click with a key held does what browsers do. */
export function follow(event: MouseEvent, to: string, stay = false): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  navigate(to, { stay });
}

type LinkProps = Omit<JSX.IntrinsicElements["a"], "href" | "children" | "role"> & {
  to: string;
  stay?: boolean;
  children: ComponentChildren;
};

export function Link({ to, stay = false, children, ...rest }: LinkProps) {
  return (
    <a {...rest} href={to} onClick={(event) => follow(event, to, stay)}>
      {children}
    </a>
  );
}

/** The present address with some parameters changed; `null` removes one. Paging starts over unless it is what changes. */
export function withParams(
  params: URLSearchParams,
  changes: Record<string, string | null>,
  path = location.pathname,
): string {
  const next = new URLSearchParams(params);
  if (!("offset" in changes)) next.delete("offset");
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) next.delete(key);
    else next.set(key, value);
  }
  const query = next.toString();
  return query === "" ? path : `${path}?${query}`;
}
