import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parentPort } from "node:worker_threads";
import { Resvg } from "@resvg/resvg-js";
import * as vega from "vega";
import { compile } from "vega-lite";
import type { ChartPicture, RenderReply, RenderRequest } from "./render-protocol.js";

const require = createRequire(import.meta.url);
/** Exported by Vega, but not declared. */
const { textMetrics } = vega as unknown as {
  textMetrics: { width: (item: { fontSize?: number; limit?: number }, text: string) => number };
};
const FONTS = join(dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf");
const FONT_FILES = [join(FONTS, "DejaVuSans.ttf"), join(FONTS, "DejaVuSans-Bold.ttf")];
/** Letters beyond those that the shipped font draws: Latin to Arabic, punctuation and symbols. */
const FOREIGN_GLYPHS = /[^\s\u0020-\u06ff\u1e00-\u27bf]/;

// Without a canvas Vega takes every letter as 0.8 of its height, a third more than the font's real mean, and cuts labels that fit.
const LETTER_WIDTH = 0.62;
textMetrics.width = (item, text) =>
  Math.min(item.limit || Number.POSITIVE_INFINITY, text.length * LETTER_WIDTH * (item.fontSize ?? 11));

parentPort?.on("message", (request: RenderRequest) => {
  render(request).then(
    (reply) => parentPort?.postMessage(reply),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      parentPort?.postMessage({ id: request.id, kind: "fault", message } satisfies RenderReply);
    },
  );
});

async function render({ id, spec, output }: RenderRequest): Promise<RenderReply> {
  const svg = await drawSvg(spec);
  if (output.kind === "svg") return { id, kind: "svg", svg };
  return { id, kind: "png", picture: rasterize(svg, output.scale) };
}

async function drawSvg(spec: RenderRequest["spec"]): Promise<string> {
  const logger = vega.logger(vega.Error);
  const runtime = vega.parse(compile(spec, { logger }).spec);
  const view = new vega.View(runtime, { renderer: "none", loader: refusingLoader(), logger });
  try {
    return named(await view.toSVG(), spec.description ?? "Chart");
  } finally {
    view.finalize();
  }
}

/** Gives the whole picture its description: Vega leaves the root unnamed and reads out every mark instead. */
function named(svg: string, description: string): string {
  const escaped = description.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return svg.replace("<svg ", `<svg role="img" aria-label="${escaped}" `);
}

function rasterize(svg: string, scale: number): ChartPicture {
  const image = new Resvg(svg, {
    font: {
      // Scanning the system's fonts takes a while, so only for letters that the shipped one lacks.
      loadSystemFonts: FOREIGN_GLYPHS.test(svg),
      fontFiles: FONT_FILES,
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans",
    },
    fitTo: { mode: "zoom", value: scale },
  }).render();
  return { data: image.asPng(), width: image.width, height: image.height };
}

/** Charts hold their data; a specification that asks for more is not one of ours. */
function refusingLoader(): vega.Loader {
  const refuse = (): Promise<never> => Promise.reject(new Error("A chart may not load anything."));
  return { ...vega.loader(), load: refuse, sanitize: refuse, http: refuse, file: refuse };
}
