/** Relations counted by the month that they began in; empty months between are there too. */
import type { Relation } from "./api";

export interface Month {
  month: string;
  count: number;
}

/** At most this many bars: what lies further back is left out of the picture, not of the graph. */
const MOST = 240;

export function byMonth(edges: Relation[]): Month[] {
  const counts = new Map<string, number>();
  for (const edge of edges) {
    const month = edge.start?.slice(0, 7);
    if (month && month.length === 7) counts.set(month, (counts.get(month) ?? 0) + 1);
  }
  const known = [...counts.keys()].sort();
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return [];
  const months: Month[] = [];
  for (let month = first; month <= last; month = next(month)) months.push({ month, count: counts.get(month) ?? 0 });
  return months.slice(-MOST);
}

function next(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${month.slice(0, 4)}-${String(number + 1).padStart(2, "0")}`;
}
