/** The timeline: what is drawn, by month; a brush or two month boxes leave only a part of it. */
import { byMonth, type Month } from "./months";
import type { Relation } from "./api";
import { h, svg } from "./dom";

const WIDTH = 340;
const HEIGHT = 130;
const BASE = HEIGHT - 22;
const WIDEST = 26;
/** What a month's name takes. */
const MARK = 50;

export interface TimeActions {
  period(from: string, to: string): void;
}

/** `edges` are those of any time, so that the brush can be moved. */
export function timeline(edges: Relation[], from: string, to: string, actions: TimeActions): HTMLElement {
  const months = byMonth(edges);
  const first = months[0]?.month ?? "";
  const last = months.at(-1)?.month ?? "";
  const bound = (name: string, value: string, change: (month: string) => void): HTMLElement =>
    h("label", {}, name, h("input", { type: "month", value, min: first, max: last, placeholder: "YYYY-MM", pattern: "\\d{4}-\\d{2}",
      onchange: (event: Event) => change((event.target as HTMLInputElement).value) }));
  return h("div", {},
    months.length ? h("p", { class: "quiet" }, "Drag over the bars, or name the months.") : h("p", { class: "empty" }, "Nothing that is drawn has a date."),
    months.length ? bars(months, from, to, actions) : null,
    h("p", { class: "row" },
      bound("From", from, (month) => actions.period(month, to)),
      bound("To", to, (month) => actions.period(from, month)),
      from || to ? h("button", { onclick: () => actions.period("", "") }, "All times") : null));
}

function bars(months: Month[], from: string, to: string, actions: TimeActions): Element {
  const most = Math.max(1, ...months.map((month) => month.count));
  const wide = Math.min(WIDEST, WIDTH / months.length);
  const end = wide * months.length;
  const isIn = (month: string): boolean => (!from || month >= from) && (!to || month <= to);
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "timeline", role: "img", "aria-label": told(months) });
  months.forEach((month, at) => {
    const tall = (BASE - 8) * Math.sqrt(month.count / most);
    const bar = svg("rect", { x: at * wide + wide * 0.1, width: Math.max(1, wide * 0.8), y: BASE - tall, height: tall, rx: 2, class: isIn(month.month) ? "in" : "out" },
      svg("title", {}, `${month.month}: ${month.count}`));
    picture.append(bar);
  });
  for (const at of marks(months.length, wide)) {
    const anchor = at === 0 ? "start" : at === months.length - 1 ? "end" : "middle";
    const x = at === 0 ? 0 : at === months.length - 1 ? Math.max(end, 2 * MARK) : (at + 0.5) * wide;
    picture.append(svg("text", { x, y: HEIGHT - 6, "text-anchor": anchor }, months[at]?.month ?? ""));
  }
  brush(picture, months, wide, actions);
  return picture;
}

/** Which months are named: only those that have room. */
function marks(count: number, wide: number): number[] {
  const last = count - 1;
  if (!last) return [0];
  return last * wide > 3 * MARK ? [0, Math.floor(last / 2), last] : [0, last];
}

function told(months: Month[]): string {
  return `Relations by month, ${months[0]?.month} to ${months.at(-1)?.month}: ${months.filter((m) => m.count).map((m) => `${m.month} ${m.count}`).join(", ")}`;
}

function brush(picture: SVGElement, months: Month[], wide: number, actions: TimeActions): void {
  const area = svg("rect", { class: "brush", x: 0, y: 0, width: 0, height: BASE });
  picture.append(area);
  let start: number | null = null;
  const at = (event: PointerEvent): number => {
    const box = picture.getBoundingClientRect();
    return Math.max(0, Math.min(months.length - 1, Math.floor((((event.clientX - box.left) / box.width) * WIDTH) / wide)));
  };
  const span = (event: PointerEvent): [number, number] => {
    const now = at(event);
    return [Math.min(start ?? now, now), Math.max(start ?? now, now)];
  };
  picture.addEventListener("pointerdown", (event) => {
    start = at(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const [low, high] = span(event);
    area.setAttribute("x", String(low * wide));
    area.setAttribute("width", String((high - low + 1) * wide));
  });
  picture.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const [low, high] = span(event);
    start = null;
    actions.period(months[low]?.month ?? "", months[high]?.month ?? "");
  });
}
