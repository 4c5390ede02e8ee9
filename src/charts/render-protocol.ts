import type { VegaLiteSpec } from "./chart-spec.js";

/** What the worker is asked. `scale`: pixels of the picture for one of the specification. */
export interface RenderRequest {
  id: number;
  spec: VegaLiteSpec;
  output: { kind: "svg" } | { kind: "png"; scale: number };
}

export interface ChartPicture {
  data: Uint8Array;
  width: number;
  height: number;
}

export type RenderReply =
  | { id: number; kind: "svg"; svg: string }
  | { id: number; kind: "png"; picture: ChartPicture }
  | { id: number; kind: "fault"; message: string };
