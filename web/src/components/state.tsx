import type { ComponentChildren } from "preact";
import type { Answer, Problem } from "../api/client";

/** What a reader can do about a failure. */
function advice(problem: Problem): { title: string; text: string; again: boolean } {
  switch (problem.status) {
    case 0:
      return {
        title: "The explorer does not answer",
        text: "Is “tidings serve” still running? Start it again, then try once more.",
        again: true,
      };
    case 400:
      return {
        title: "This address asks for something that cannot be answered",
        text: `${problem.message}. Change or clear the filter.`,
        again: false,
      };
    case 401:
      return {
        title: "Not signed in",
        text: "Open the address that “tidings serve” printed when it started; it holds the token.",
        again: false,
      };
    case 404:
      return { title: "Not in this data set", text: problem.message, again: false };
    case 503:
      return {
        title: "That took too long",
        text: "The question is too large or the explorer is busy. Choose a shorter period or another filter, or try again.",
        again: true,
      };
    default:
      return {
        title: problem.title === "" ? "Something went wrong" : problem.title,
        text: `${problem.message === "" ? "The explorer could not answer." : problem.message} If it happens again, please report it with this address.`,
        again: true,
      };
  }
}

export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const { title, text, again } = advice(problem);
  return (
    <div class="notice failure" role="alert">
      <strong>{title}</strong>
      <p>{text}</p>
      {again && retry !== undefined && (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="notice empty">
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** Keeps the room of what is to come, so that nothing jumps when it does. */
export function Loading({ height = 240 }: { height?: number }) {
  return (
    <div class="loading" style={{ minHeight: `${height}px` }} role="status">
      <span class="hidden">Loading</span>
    </div>
  );
}

interface AwaitProps<T> {
  answer: Answer<T>;
  height?: number;
  children: (data: T) => ComponentChildren;
}

/** The answer when it is there; the one before it, dimmed, while the next is on its way. */
export function Await<T>({ answer, height, children }: AwaitProps<T>) {
  if (answer.error !== null) return <Failure problem={answer.error} retry={answer.retry} />;
  if (answer.data === null) return <Loading {...(height !== undefined && { height })} />;
  return (
    <div class={answer.loading ? "stale" : "fresh"} aria-busy={answer.loading}>
      {children(answer.data)}
    </div>
  );
}
