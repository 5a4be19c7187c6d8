/** The map: where the drawn places lie, on outlines that come with the page. Loaded when it is opened. */
import "leaflet/dist/leaflet.css";

import L from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/countries-110m.json";

import type { Entity } from "./api";
import type { Visible } from "./model";
import { h } from "./dom";
import { colour, plural } from "./words";

export function map(shown: Visible, select: (id: string) => void): HTMLElement {
  const places = shown.nodes.filter((node) => node.latitude != null && node.longitude != null);
  const box = h("div", { class: "map" });
  const root = h("div", {},
    h("p", { class: "quiet" }, places.length ? `${plural(places.length, "place")} drawn; the size says with how many relations.` : "None of the places drawn has coordinates."),
    box,
    h("ul", { class: "nodes" }, ...places.map((place) => h("li", {}, h("button", { class: "fact", onclick: () => select(place.id) }, h("span", {}, place.name))))));
  // Leaflet measures its box, so that must be in the page first.
  requestAnimationFrame(() => fill(box, places, shown, select));
  return root;
}

function fill(box: HTMLElement, places: Entity[], shown: Visible, select: (id: string) => void): void {
  const chart = L.map(box, { attributionControl: false, zoomSnap: 0.5, minZoom: 0, maxZoom: 8, worldCopyJump: false, keyboard: true });
  chart.setView([30, 10], 0.5); // layers ask for a view as they are added
  const topology = world as unknown as Topology<{ countries: GeometryCollection }>;
  L.geoJSON(feature(topology, topology.objects.countries), {
    interactive: false,
    style: { color: colour("paper"), weight: 1, fillColor: colour("land"), fillOpacity: 1 },
  }).addTo(chart);
  const points = places.map((place) => {
    const count = shown.edges.filter((edge) => edge.source.id === place.id || edge.target.id === place.id).length;
    const at: L.LatLngTuple = [place.latitude ?? 0, place.longitude ?? 0];
    const label = h("span", {}, `${place.name} · ${plural(count, "relation")}`);
    L.circleMarker(at, { radius: 4 + 2 * Math.sqrt(count), color: colour("card"), weight: 1.5, fillColor: colour("place"), fillOpacity: 0.9 })
      .bindTooltip(label)
      .on("click", () => select(place.id))
      .addTo(chart);
    return at;
  });
  if (points.length) chart.fitBounds(L.latLngBounds(points), { padding: [30, 30], maxZoom: 5, animate: false });
}
