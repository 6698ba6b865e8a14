/** Light or dark as the system says, unless the reader has chosen. */
export type Theme = "light" | "dark";

const KEY = "tidings-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function chosen(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null;
  }
}

export const currentTheme = (): Theme => chosen() ?? (system.matches ? "dark" : "light");

function apply(): void {
  document.documentElement.dataset["theme"] = currentTheme();
}

export function setTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still changes for this visit.
  }
  document.documentElement.dataset["theme"] = theme;
}

apply();
system.addEventListener("change", apply);
