import { Worker } from "node:worker_threads";
import { AppError } from "../contracts/errors.js";
import type { CallOptions } from "../contracts/ports.js";
import type { VegaLiteSpec } from "./chart-spec.js";
import type { ChartPicture, RenderReply, RenderRequest } from "./render-protocol.js";

/** Draws charts away from the main thread, one at a time. */
export interface ChartRenderer {
  /** Throws AppError (chart_timeout, chart_cancelled, chart_failed). */
  svg(spec: VegaLiteSpec, options: CallOptions): Promise<string>;
  /** `scale` 2 gives a picture for dense screens. Throws like `svg`. */
  png(spec: VegaLiteSpec, options: CallOptions & { scale?: number }): Promise<ChartPicture>;
  /** Starts the worker ahead of the first chart. */
  warm(): void;
  close(): Promise<void>;
}

interface Job {
  request: RenderRequest;
  settle: (reply: RenderReply | AppError) => void;
}

/** Starts its worker with the first chart, and another after a crash or a chart that would not end. */
export function createChartRenderer(): ChartRenderer {
  return new WorkerRenderer();
}

class WorkerRenderer implements ChartRenderer {
  private worker: Worker | null = null;
  private running: Job | null = null;
  private waiting: Job[] = [];
  private nextId = 1;
  private closed = false;

  async svg(spec: VegaLiteSpec, options: CallOptions): Promise<string> {
    const reply = await this.submit(spec, { kind: "svg" }, options);
    if (reply.kind !== "svg") throw failed("The chart came back in another format.");
    return reply.svg;
  }

  async png(spec: VegaLiteSpec, options: CallOptions & { scale?: number }): Promise<ChartPicture> {
    const reply = await this.submit(spec, { kind: "png", scale: options.scale ?? 2 }, options);
    if (reply.kind !== "png") throw failed("The chart came back in another format.");
    return reply.picture;
  }

  warm(): void {
    if (this.closed || this.worker !== null) return;
    this.worker = this.startWorker();
    this.worker.unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    const gone = cancelled();
    for (const job of [...this.waiting.splice(0), ...(this.running === null ? [] : [this.running])]) {
      job.settle(gone);
    }
    await this.stopWorker();
  }

  private submit(
    spec: VegaLiteSpec,
    output: RenderRequest["output"],
    options: CallOptions,
  ): Promise<RenderReply> {
    if (this.closed || options.signal.aborted) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => {
      const job: Job = { request: { id: this.nextId++, spec, output }, settle };
      const timer = setTimeout(() => this.expire(job), options.timeoutMs);
      const onAbort = (): void => {
        // A drawing under way runs on, and its deadline with it, so that a stuck worker is still replaced.
        if (this.running === job) reject(cancelled());
        else {
          this.waiting = this.waiting.filter((other) => other !== job);
          settle(cancelled());
        }
      };
      options.signal.addEventListener("abort", onAbort, { once: true });
      this.waiting.push(job);
      this.startNext();

      function settle(reply: RenderReply | AppError): void {
        clearTimeout(timer);
        options.signal.removeEventListener("abort", onAbort);
        if (reply instanceof AppError) reject(reply);
        else if (reply.kind === "fault") reject(failed(reply.message));
        else resolve(reply);
      }
    });
  }

  private startNext(): void {
    if (this.running !== null || this.closed) return;
    const job = this.waiting.shift();
    if (job === undefined) return;
    this.running = job;
    this.worker ??= this.startWorker();
    this.worker.ref();
    this.worker.postMessage(job.request);
  }

  private startWorker(): Worker {
    const worker = openWorker();
    worker.on("message", (reply: RenderReply) => {
      if (this.running?.request.id === reply.id) this.finish(reply);
    });
    const lost = (reason: string): void => {
      if (this.worker !== worker) return;
      this.worker = null;
      this.finish(failed(reason));
    };
    worker.on("error", (error: unknown) => lost(error instanceof Error ? error.message : String(error)));
    worker.on("exit", () => lost("The drawing thread ended."));
    return worker;
  }

  private finish(reply: RenderReply | AppError): void {
    const job = this.running;
    this.running = null;
    job?.settle(reply);
    this.startNext();
    if (this.running === null) this.worker?.unref();
  }

  private expire(job: Job): void {
    const late = new AppError(
      "chart_timeout",
      "bug",
      "Drawing the chart took too long.",
      "The table holds the same numbers; try the chart again.",
    );
    if (this.running === job) {
      const stuck = this.worker;
      this.worker = null;
      void stuck?.terminate();
      this.finish(late);
      return;
    }
    this.waiting = this.waiting.filter((other) => other !== job);
    job.settle(late);
  }

  private async stopWorker(): Promise<void> {
    const worker = this.worker;
    this.worker = null;
    this.running = null;
    await worker?.terminate();
  }
}

function openWorker(): Worker {
  const limits = { resourceLimits: { maxOldGenerationSizeMb: 512 } };
  const source = import.meta.url.endsWith(".ts");
  if (!source) return new Worker(new URL("./render-worker.js", import.meta.url), limits);
  // From source (tests, `npm run dev`) a worker needs its own TypeScript loader: threads don't inherit it on Node 20.
  const entry = JSON.stringify(new URL("./render-worker.ts", import.meta.url).href);
  const code = `import("tsx/esm/api").then(({ register }) => { register(); return import(${entry}); });`;
  return new Worker(code, { ...limits, eval: true });
}

function cancelled(): AppError {
  return new AppError("chart_cancelled", "user", "Drawing the chart was cancelled.", "Ask for it again.");
}

function failed(reason: string): AppError {
  return new AppError(
    "chart_failed",
    "bug",
    `The chart could not be drawn: ${reason}`,
    "The table holds the same numbers; report the chart.",
  );
}
