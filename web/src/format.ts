import type { EventDate, Step } from "./api/types";

const whole = new Intl.NumberFormat("en-GB");
const one = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
const dayShort = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const dayOnly = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const monthFormat = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const monthShort = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

const MINUS = "\u2212";

export const count = (n: number) => whole.format(n);

/** "1 event", "2,345 events". */
export const counted = (n: number, singular: string, plural = `${singular}s`) =>
  `${whole.format(n)} ${n === 1 ? singular : plural}`;

/** A score with its sign written out: "+2.5", "−10.0". */
export function score(n: number | null | undefined): string {
  if (n === null || n === undefined) return "–";
  const text = one.format(Math.abs(n));
  if (text === "0.0") return text;
  return (n < 0 ? MINUS : "+") + text;
}

/** A day of the API as a Date at midnight UTC. */
export function toDate(day: string): Date {
  const [year, month, date] = day.split("-").map(Number);
  const at = new Date(0);
  at.setUTCFullYear(year ?? 1970, (month ?? 1) - 1, date ?? 1);
  return at;
}

export const toDay = (date: Date) => date.toISOString().slice(0, 10);

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const isMonth = (text: string) => /^\d{4}-\d{2}$/.test(text);

export function day(text: string | null | undefined): string {
  if (text === null || text === undefined) return "no date";
  return isDay(text) ? dayFormat.format(toDate(text)) : text;
}

export const shortDay = (text: string | null | undefined) =>
  text !== null && text !== undefined && isDay(text) ? dayShort.format(toDate(text)) : day(text);

export const dayInYear = (date: Date) => dayOnly.format(date);
export const monthInYear = (date: Date) => monthShort.format(date);

export function period(from: string, to: string): string {
  return from === to ? day(from) : `${day(from)} to ${day(to)}`;
}

/** The value of an event's date: a day, a month, a year, or an interval of them. */
export function dateValue(value: string | null): string {
  if (value === null) return "no date";
  return value
    .split("/")
    .map((part) => {
      if (isDay(part)) return dayFormat.format(toDate(part));
      if (isMonth(part)) return monthFormat.format(toDate(`${part}-01`));
      return part;
    })
    .join(" to ");
}

const BASIS: Record<string, string> = {
  expression: "from the words",
  dateline: "from the dateline",
  publication: "from the day of publication",
  none: "no date given",
};

export const dateBasis = (date: EventDate) =>
  date.text === null ? (BASIS[date.basis] ?? date.basis) : `from the words “${date.text}”`;

export function bucketName(step: Step, start: string, end: string): string {
  switch (step) {
    case "day":
      return day(start);
    case "week":
      return `week of ${day(start)}`;
    case "month":
      return monthFormat.format(toDate(start));
    case "year":
      return start.slice(0, 4);
    default:
      return period(start, end);
  }
}

export const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Characters as the API counts them: code points, not UTF-16 units. */
export const characters = (text: string) => Array.from(text);

export function shorten(text: string, most: number): string {
  const chars = characters(text);
  return chars.length <= most
    ? text
    : `${chars
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}

/** Only addresses of the web become links: a report may carry `javascript:`. */
export const webAddress = (url: string | null) => (url !== null && /^https?:\/\//i.test(url) ? url : null);
