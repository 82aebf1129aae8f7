import { geoMercator } from "d3-geo";
import { feature } from "topojson-client";

export const parts = { geoMercator, feature };
