import { useEffect, useRef, useState } from "preact/hooks";

export const API = "/api/v1";

export type Params = URLSearchParams | Record<string, string | number | boolean | null | undefined>;

/** What went wrong, in words that say what to do. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    message: string,
    readonly parameter: string | null,
  ) {
    super(message);
  }
}

export function address(path: string, params?: Params): string {
  const query =
    params instanceof URLSearchParams
      ? params.toString()
      : new URLSearchParams(
          Object.entries(params ?? {}).flatMap(([key, value]) =>
            value === null || value === undefined ? [] : [[key, String(value)]],
          ),
        ).toString();
  return `${API}/${path}${query === "" ? "" : `?${query}`}`;
}

/** Answers by address, so that going back shows a page at once. The data set does not change while it is served. */
const answers = new Map<string, unknown>();
const KEPT = 150;

function keep(url: string, answer: unknown): void {
  answers.delete(url);
  answers.set(url, answer);
  for (const oldest of answers.keys()) {
    if (answers.size <= KEPT) break;
    answers.delete(oldest);
  }
}

async function problem(response: Response): Promise<Problem> {
  let detail = "";
  let title = response.statusText;
  let parameter: string | null = null;
  try {
    const body = (await response.json()) as { title?: string; detail?: string; parameter?: string };
    detail = body.detail ?? "";
    title = body.title ?? title;
    parameter = body.parameter ?? null;
  } catch {
    // Not JSON: a proxy or a server that is going down; the status says enough.
  }
  return new Problem(response.status, title, detail, parameter);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  const known = answers.get(url);
  if (known !== undefined) return known as T;
  for (let attempt = 0; ; attempt += 1) {
    let response: Response;
    try {
      response = await fetch(url, { ...(signal && { signal }), headers: { Accept: "application/json" } });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem(0, "No answer", "", null);
    }
    if (response.ok) {
      const answer = (await response.json()) as T;
      keep(url, answer);
      return answer;
    }
    if (response.status !== 503 || attempt >= 2) throw await problem(response);
    await pause(1000 * (attempt + 1));
  }
}

export interface Answer<T> {
  /** The last answer, which stays while the next one is on its way so that nothing jumps. */
  data: T | null;
  error: Problem | null;
  loading: boolean;
  retry: () => void;
}

/** Asks the API whenever the address changes; `null` asks nothing. */
export function useApi<T>(url: string | null): Answer<T> {
  const [, draw] = useState(0);
  const [tries, setTries] = useState(0);
  const shown = useRef<{ url: string | null; data: T | null; error: Problem | null }>({
    url: null,
    data: null,
    error: null,
  });
  const known = url === null ? undefined : (answers.get(url) as T | undefined);
  if (known !== undefined && shown.current.url !== url) shown.current = { url, data: known, error: null };

  useEffect(() => {
    if (url === null || shown.current.url === url) return;
    const stop = new AbortController();
    get<T>(url, stop.signal).then(
      (data) => {
        if (stop.signal.aborted) return;
        shown.current = { url, data, error: null };
        draw((n) => n + 1);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const cause =
          error instanceof Problem ? error : new Problem(0, "Unexpected answer", String(error), null);
        shown.current = { url, data: null, error: cause };
        draw((n) => n + 1);
      },
    );
    return () => stop.abort();
  }, [url, tries]);

  const loading = url !== null && shown.current.url !== url;
  return {
    data: url === null ? null : shown.current.data,
    error: loading ? null : shown.current.error,
    loading,
    retry: () => {
      shown.current = { url: null, data: null, error: null };
      setTries((n) => n + 1);
    },
  };
}
