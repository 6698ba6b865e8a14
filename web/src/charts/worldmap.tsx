import { geoEqualEarth, geoGraticule10, geoPath, type GeoProjection } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import { useEffect, useMemo, useState } from "preact/hooks";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { PlaceRow } from "../api/types";
import { scoreClass } from "../components/marks";
import { countryOfShape } from "../countries";
import { count, counted, score } from "../format";
import { follow } from "../router";
import { Frame, Tip } from "./frame";
import { ScoreLegend } from "./scorelegend";

type World = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

export const REGIONS = [
  { value: "world", label: "World", box: [-168, -56, 190, 80] },
  { value: "africa", label: "Africa", box: [-19, -36, 53, 38] },
  { value: "america-north", label: "North and Central America", box: [-130, 6, -60, 58] },
  { value: "america-south", label: "South America", box: [-83, -56, -33, 14] },
  { value: "asia-east", label: "East Asia", box: [92, -11, 150, 54] },
  { value: "asia-south", label: "South and Central Asia", box: [44, 4, 98, 54] },
  { value: "europe", label: "Europe", box: [-11, 35, 46, 66] },
  { value: "middle-east", label: "Middle East", box: [24, 11, 64, 43] },
] as const;

let loaded: Promise<World> | null = null;

function useWorld(): World | null {
  const [world, setWorld] = useState<World | null>(null);
  useEffect(() => {
    let here = true;
    loaded ??= import("world-atlas/countries-110m.json").then((file) => file.default as unknown as World);
    void loaded.then((each) => here && setWorld(each));
    return () => {
      here = false;
    };
  }, []);
  return world;
}

interface WorldMapProps {
  places: PlaceRow[];
  /** Whole countries are coloured instead of places marked. */
  countries: boolean;
  region: string;
  to: (place: PlaceRow) => string;
}

export function WorldMap({ places, countries, region, to }: WorldMapProps) {
  const world = useWorld();
  const [hover, setHover] = useState<{ place: PlaceRow; x: number; y: number; width: number } | null>(null);
  const shapes = useMemo(() => (world === null ? null : feature(world, world.objects.countries)), [world]);
  const borders = useMemo(
    () => (world === null ? null : mesh(world, world.objects.countries, (a, b) => a !== b)),
    [world],
  );
  const byCountry = useMemo(() => new Map(places.map((place) => [place.country, place])), [places]);
  const most = Math.max(1, ...places.map((place) => place.events));
  const box = (REGIONS.find((each) => each.value === region) ?? REGIONS[0]).box;
  const height = (width: number) =>
    Math.round(Math.min(region === "world" ? width * 0.5 : width * 0.7, 560)) + 34;
  const first = places
    .slice(0, 5)
    .map((place) => `${place.name}, ${count(place.events)}`)
    .join("; ");

  return (
    <Frame
      title="Where events took place"
      description={`${count(places.length)} ${countries ? "countries" : "places"}. Most events: ${first}.`}
      height={height}
      links
      over={
        hover === null ? null : (
          <Tip x={hover.x} y={hover.y} width={hover.width}>
            <strong>
              {hover.place.name}
              {!countries && hover.place.precision !== "country" && hover.place.country_name !== null
                ? `, ${hover.place.country_name}`
                : ""}
            </strong>
            <div>{counted(hover.place.events, "event")}</div>
            <div>mean score {score(hover.place.score)}</div>
          </Tip>
        )
      }
    >
      {(width, tall) => {
        const bottom = tall - 34;
        const projection = fit(box, width, bottom);
        const path = geoPath(projection);
        const outline = path({ type: "Sphere" });
        const radius = scaleSqrt()
          .domain([0, most])
          .range([0, Math.max(14, Math.min(30, width / 34))]);
        const show = (place: PlaceRow, event: PointerEvent) => {
          const svg = (event.currentTarget as SVGElement).ownerSVGElement;
          const at = svg?.getBoundingClientRect();
          if (at !== undefined)
            setHover({ place, x: event.clientX - at.left, y: event.clientY - at.top, width });
        };
        const link = (place: PlaceRow, mark: preact.JSX.Element) => (
          <a
            key={place.key}
            href={to(place)}
            tabindex={-1}
            aria-label={`${place.name}: ${counted(place.events, "event")}`}
            onClick={(event) => follow(event, to(place))}
            onPointerMove={(event) => show(place, event)}
            onPointerLeave={() => setHover(null)}
          >
            {mark}
          </a>
        );
        return (
          <>
            <clipPath id="map-clip">
              <rect width={width} height={bottom} />
            </clipPath>
            <g clip-path="url(#map-clip)">
              {region === "world" && outline !== null && <path class="sphere" d={outline} />}
              <path class="graticule" d={path(geoGraticule10()) ?? ""} />
              {shapes?.features.map((shape, index) => {
                const d = path(shape) ?? "";
                const code = countryOfShape(shape.id);
                const place = countries && code !== null ? byCountry.get(code) : undefined;
                return place === undefined ? (
                  <path key={index} class="land" d={d} />
                ) : (
                  link(
                    place,
                    <path
                      class={`land ${scoreClass(place.score)}`}
                      d={d}
                      fill-opacity={0.35 + 0.65 * Math.sqrt(place.events / most)}
                    />,
                  )
                );
              })}
              {borders !== null && <path class="borders" d={path(borders) ?? ""} />}
              {!countries &&
                places.map((place) => {
                  if (place.latitude === null || place.longitude === null) return null;
                  const at = projection([place.longitude, place.latitude]);
                  if (at === null || at[0] < -20 || at[0] > width + 20 || at[1] < -20 || at[1] > bottom + 20)
                    return null;
                  return link(
                    place,
                    <circle
                      class={`place ${scoreClass(place.score)}`}
                      cx={at[0]}
                      cy={at[1]}
                      r={Math.max(1.8, radius(place.events))}
                    />,
                  );
                })}
            </g>
            <ScoreLegend x={0} y={bottom + 18} />
            {!countries && width > 520 && (
              <g class="legend" transform={`translate(${width - 150},${bottom + 18})`}>
                <circle class="place score-0" r={radius(most / 4)} cx={0} cy={0} />
                <text x={radius(most / 4) + 6} dy="0.32em">
                  {count(Math.max(1, Math.round(most / 4)))} events
                </text>
              </g>
            )}
          </>
        );
      }}
    </Frame>
  );
}

function fit(box: readonly [number, number, number, number], width: number, height: number): GeoProjection {
  const [west, south, east, north] = box;
  const middle = (west + east) / 2;
  const edge: [number, number][] = [];
  for (let i = 0; i <= 10; i += 1) {
    const lon = west + ((east - west) * i) / 10;
    const lat = south + ((north - south) * i) / 10;
    edge.push([lon, south], [lon, north], [west, lat], [east, lat]);
  }
  const world = east - west > 300;
  return geoEqualEarth()
    .rotate([world ? -11 : -middle, 0])
    .fitExtent(
      [
        [4, 4],
        [width - 4, height - 4],
      ],
      { type: "MultiPoint", coordinates: edge },
    );
}
