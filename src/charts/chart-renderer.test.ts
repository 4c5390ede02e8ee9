import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { type ChartRenderer, createChartRenderer } from "./chart-renderer.js";
import { chartFor, type VegaLiteSpec } from "./chart-spec.js";

const NEVER = new AbortController().signal;
const CALM = { signal: NEVER, timeoutMs: 20_000 };

describe("createChartRenderer", () => {
  const renderer = createChartRenderer();
  afterAll(() => renderer.close());

  it("draws an SVG with title, values and description, and nothing that runs", async () => {
    const svg = await renderer.svg(bars(["<script>alert(1)</script>", "Île & Öl"]), CALM);
    expect(svg).toMatch(/^<svg role="img" aria-label="Bar chart: Takings by Shop, 2 values/);
    expect(svg).toContain("Takings by Shop");
    expect(svg).toContain("$1.5M");
    expect(svg).toContain("Île &amp; Öl");
    expect(svg).not.toMatch(/<script|<foreignObject|\son\w+=|href=/i);
  });

  it("draws a PNG of the asked size whose letters are really there", async () => {
    const picture = await renderer.png(bars(["a", "b"]), { ...CALM, scale: 1 });
    const header = Buffer.from(picture.data);
    expect(header.subarray(1, 4).toString()).toBe("PNG");
    expect([header.readUInt32BE(16), header.readUInt32BE(20)]).toEqual([picture.width, picture.height]);
    expect(picture.width).toBe(720);
    const labelled = await renderer.png(bars(["a much longer name", "b"]), { ...CALM, scale: 1 });
    expect(labelled.data.length).toBeGreaterThan(picture.data.length);
  });

  it("draws the same picture every time", async () => {
    const [a, b] = await Promise.all([
      renderer.svg(bars(["a", "b"]), CALM),
      renderer.svg(bars(["a", "b"]), CALM),
    ]);
    expect(a).toBe(b);
  });

  it("loads nothing, whatever a specification asks, and goes on", async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end('[{"x": 1}]');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const x = { field: "x", type: "nominal" } as const;
    await renderer.svg(
      { data: { url: `http://127.0.0.1:${port}/data.json` }, mark: "bar", encoding: { x } },
      CALM,
    );
    server.close();
    expect(requests).toBe(0);
    await expect(renderer.svg(bars(["a", "b"]), CALM)).resolves.toContain("<svg");
  });

  it("says what is wrong with a broken specification, and goes on", async () => {
    const broken = {
      mark: "bar",
      encoding: { x: { field: "a", type: "quantitative" } },
      transform: [{ calculate: ")(", as: "a" }],
    };
    await expect(renderer.svg(broken as object as VegaLiteSpec, CALM)).rejects.toMatchObject({
      code: "chart_failed",
    });
    await expect(renderer.svg(bars(["a", "b"]), CALM)).resolves.toContain("<svg");
  });

  it("gives up at the deadline, replaces the stuck worker, and serves who waits", async () => {
    const stuck = renderer.svg(endless(), { signal: NEVER, timeoutMs: 300 });
    const waiting = renderer.svg(bars(["a", "b"]), CALM);
    await expect(stuck).rejects.toMatchObject({ code: "chart_timeout" });
    await expect(waiting).resolves.toContain("<svg");
  });

  it("stops waiting when it is aborted", async () => {
    const early = AbortSignal.abort();
    await expect(renderer.svg(bars(["a", "b"]), { signal: early, timeoutMs: 1000 })).rejects.toMatchObject({
      code: "chart_cancelled",
    });
    const controller = new AbortController();
    const drawing = renderer.svg(bars(["a", "b"]), { signal: controller.signal, timeoutMs: 5000 });
    controller.abort();
    await expect(drawing).rejects.toMatchObject({ code: "chart_cancelled" });
  });
});

describe("a closed renderer", () => {
  it("rejects what it was drawing and what comes later", async () => {
    const renderer: ChartRenderer = createChartRenderer();
    const drawing = renderer.svg(bars(["a", "b"]), CALM);
    await Promise.all([expect(drawing).rejects.toMatchObject({ code: "chart_cancelled" }), renderer.close()]);
    await expect(renderer.svg(bars(["a", "b"]), CALM)).rejects.toMatchObject({ code: "chart_cancelled" });
  });
});

function bars(names: [string, string]): VegaLiteSpec {
  const spec = chartFor({
    status: "answered",
    path: "compiled",
    truncated: false,
    columns: [
      { name: "Shop", type: "string", role: "dimension" },
      { name: "Takings", type: "number", role: "measure", unit: "USD" },
    ],
    rows: [
      [names[0], 1_500_000],
      [names[1], 20],
    ],
  });
  if (spec === null) throw new Error("The fixture has no chart.");
  return spec;
}

/** A sequence that takes far longer than any deadline. */
function endless(): VegaLiteSpec {
  return {
    data: { sequence: { start: 0, stop: 30_000_000, as: "x" } },
    transform: [{ calculate: "pow(datum.x, 3) % 17", as: "y" }],
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
  };
}
