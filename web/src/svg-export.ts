/** Figures as files: the drawing itself with its colours written into it, its title above and its filter below. */
export interface FigureText {
  title: string;
  /** The filter and the data set that made it. */
  source: string;
  /** The name of the file, without its ending. */
  name: string;
}

const PROPERTIES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "dominant-baseline",
  "paint-order",
  "vector-effect",
] as const;

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 16;

/** Colours come from the style sheet, which does not travel with the file: they are copied as attributes. */
function copyLooks(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const property of PROPERTIES) {
    const value = style.getPropertyValue(property);
    if (value !== "") to.setAttribute(property, value);
  }
  if (style.display === "none" || style.visibility === "hidden") to.setAttribute("display", "none");
  for (const name of ["class", "tabindex", "aria-labelledby", "aria-describedby"]) to.removeAttribute(name);
  const targets = Array.from(to.children);
  Array.from(from.children).forEach((child, index) => {
    const target = targets[index];
    if (target !== undefined) copyLooks(child, target);
  });
}

/** `<a href>` would lead to an address of this machine. */
function unlink(root: Element): void {
  for (const link of Array.from(root.querySelectorAll("a"))) {
    const group = document.createElementNS(SVG, "g");
    group.append(...Array.from(link.childNodes));
    link.replaceWith(group);
  }
}

function line(text: string, y: number, size: number, weight: string, fill: string): SVGTextElement {
  const element = document.createElementNS(SVG, "text");
  element.textContent = text;
  element.setAttribute("x", String(MARGIN));
  element.setAttribute("y", String(y));
  element.setAttribute("font-family", "system-ui, sans-serif");
  element.setAttribute("font-size", String(size));
  element.setAttribute("font-weight", weight);
  element.setAttribute("fill", fill);
  return element;
}

/** Breaks at spaces; the width of a letter is taken as half its size, which errs on the safe side. */
function wrap(text: string, width: number, size: number): string[] {
  const most = Math.max(20, Math.floor(width / (size * 0.52)));
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + word.length + 1 > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function compose(
  svg: SVGSVGElement,
  text: FigureText,
): { node: SVGSVGElement; width: number; height: number } {
  const box = svg.viewBox.baseVal;
  const looks = getComputedStyle(document.documentElement);
  const ink = looks.getPropertyValue("--ink").trim();
  const muted = looks.getPropertyValue("--muted").trim();
  const paper = looks.getPropertyValue("--paper").trim();

  const inner = svg.cloneNode(true) as SVGSVGElement;
  copyLooks(svg, inner);
  unlink(inner);
  for (const transient of Array.from(inner.querySelectorAll("[data-transient]"))) transient.remove();

  const width = box.width + 2 * MARGIN;
  const titles = wrap(text.title, box.width, 17);
  const sources = wrap(text.source, box.width, 11);
  const top = MARGIN + titles.length * 22 + 4;
  const height = top + box.height + 12 + sources.length * 15 + MARGIN;

  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("xmlns", SVG);
  node.setAttribute("width", String(width));
  node.setAttribute("height", String(height));
  node.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const ground = document.createElementNS(SVG, "rect");
  ground.setAttribute("width", String(width));
  ground.setAttribute("height", String(height));
  ground.setAttribute("fill", paper);
  node.append(ground);
  titles.forEach((each, index) => node.append(line(each, MARGIN + 16 + index * 22, 17, "600", ink)));
  inner.setAttribute("x", String(MARGIN));
  inner.setAttribute("y", String(top));
  inner.setAttribute("width", String(box.width));
  inner.setAttribute("height", String(box.height));
  node.append(inner);
  sources.forEach((each, index) =>
    node.append(line(each, top + box.height + 22 + index * 15, 11, "400", muted)),
  );
  return { node, width, height };
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const asBlob = (node: SVGSVGElement) =>
  new Blob([new XMLSerializer().serializeToString(node)], { type: "image/svg+xml;charset=utf-8" });

export function saveSvg(svg: SVGSVGElement, text: FigureText): void {
  save(asBlob(compose(svg, text).node), `${text.name}.svg`);
}

export async function savePng(svg: SVGSVGElement, text: FigureText): Promise<void> {
  const { node, width, height } = compose(svg, text);
  const url = URL.createObjectURL(asBlob(node));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = 2;
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob !== null) save(blob, `${text.name}.png`);
  } finally {
    URL.revokeObjectURL(url);
  }
}
