import { useEffect, useState } from "preact/hooks";
import { navigate, withParams } from "../router";

/** Narrows a list as one types. */
export function MatchField({ label, params }: { label: string; params: URLSearchParams }) {
  const current = params.get("match") ?? "";
  const [text, setText] = useState(current);
  useEffect(() => setText(current), [current]);
  useEffect(() => {
    if (text === current) return;
    const wait = setTimeout(
      () =>
        navigate(withParams(params, { match: text.trim() === "" ? null : text }), {
          stay: true,
          replace: true,
        }),
      300,
    );
    return () => clearTimeout(wait);
  }, [text]);
  return (
    <label class="select">
      <span>{label}</span>
      <input
        type="search"
        maxLength={100}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}
