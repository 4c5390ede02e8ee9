import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type SparkPart, sparkPart } from "./parts/spark.js";

const NOTEBOOKS = join(import.meta.dirname, "..", "..", "notebooks");

/** Small and quiet, for one machine; what is not Delta's own only saves time on small data. */
const SETTINGS: Record<string, string> = {
  "spark.ui.enabled": "false",
  "spark.driver.host": "127.0.0.1",
  "spark.driver.bindAddress": "127.0.0.1",
  "spark.sql.shuffle.partitions": "2",
  "spark.databricks.delta.snapshotPartitions": "2",
  "spark.sql.sources.parallelPartitionDiscovery.parallelism": "2",
  "spark.sql.codegen.wholeStage": "false",
  "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
  "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
};
const FAST_START = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC";

export interface SubmitOptions {
  memory: string;
  javaOptions: string;
  settings: Record<string, string>;
}

/** Tables of a lakehouse in a folder of its own, and the notebooks that fill them. */
export class LocalLakehouse {
  readonly #part: SparkPart = sparkPart();
  readonly folder: string;
  readonly baseUri: string;

  constructor(folder: string) {
    this.folder = folder;
    this.baseUri = pathToFileURL(join(folder, "tables")).href;
    mkdirSync(folder, { recursive: true });
  }

  get kafkaLib(): string {
    return this.#part.kafkaLib;
  }

  /**
   * Starts a notebook by `spark-submit`, in a process group of its own (kill by minus its pid). Parameters that all
   * notebooks share are given.
   */
  start(
    notebook: string,
    parameters: Record<string, string>,
    options: Partial<SubmitOptions> = {},
  ): ChildProcess {
    const settings = { ...SETTINGS, ...options.settings };
    const given = { catalog: "spark_catalog", base_uri: this.baseUri, ...parameters };
    const args = [
      ...[
        "--master",
        "local[2]",
        "--driver-memory",
        options.memory ?? "1g",
        "--jars",
        this.#part.jars.join(","),
      ],
      ...["--driver-java-options", options.javaOptions ?? FAST_START],
      ...Object.entries(settings).flatMap(([name, value]) => ["--conf", `${name}=${value}`]),
      join(NOTEBOOKS, `${notebook}.py`),
      ...Object.entries(given).flatMap(([name, value]) => [`--${name.replaceAll("_", "-")}`, value]),
    ];
    const program = spawn(join(dirname(this.#part.python), "spark-submit"), args, {
      cwd: this.folder,
      env: { ...process.env, ...this.#part.env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    // A full pipe would stop the program.
    program.stdout?.resume();
    program.stderr?.resume();
    return program;
  }

  /** Runs a notebook to its end; the JSON lines that it printed. Throws with its output where it fails. */
  async run(
    notebook: string,
    parameters: Record<string, string>,
    options: Partial<SubmitOptions> = {},
  ): Promise<Line[]> {
    const program = this.start(notebook, parameters, options);
    let [out, errors] = ["", ""];
    program.stdout?.on("data", (text: Buffer) => (out += text));
    program.stderr?.on("data", (text: Buffer) => (errors += text));
    const code = await new Promise((resolve) => program.once("close", resolve));
    if (code !== 0) throw new Error(`${notebook} ended with ${code}:\n${out}\n${failure(errors)}`);
    return out
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
  }

  /** Rows of a table, read by the `deltalake` package without Spark; decimals and moments are texts. */
  rows(table: string, columns: readonly string[]): string[][] {
    const script = join(import.meta.dirname, "lakehouse-rows.py");
    const args = [script, join(this.folder, "tables", ...table.split(".")), ...columns];
    const done = spawnSync(this.#part.python, args, { encoding: "utf8", maxBuffer: 1 << 30 });
    if (done.status !== 0) throw new Error(`${table} can't be read: ${done.stderr}`);
    return done.stdout
      .trimEnd()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }
}

export type Line = Record<string, unknown>;

function failure(text: string): string {
  const lines = text.split("\n").filter((line) => !/ WARN |log4j|setLogLevel|^\s+at /.test(line));
  return lines.slice(-40).join("\n");
}
