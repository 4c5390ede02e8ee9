import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { DatabricksConnection } from "../../src/warehouse/databricks/connect-driver.js";
import { sparkPart } from "../stack/parts/spark.js";

const TOKEN = "test-token-of-the-warehouse";
const CLIENT = { clientId: "test-client", clientSecret: "test-secret" };
const START_MS = 600_000;

/** A fault for the next calls of a method of the Thrift interface, such as ExecuteStatement. */
export type PlannedFault = { method: string; times?: number } & (
  | { kind: "status"; status: number; retry_after?: number }
  | { kind: "slow"; seconds: number }
  /** The work is done and the connection closed without an answer. */
  | { kind: "lost_answer" }
  /** The connection closes in the middle of the answer. */
  | { kind: "cut_answer" }
  /** All sessions are gone, or all statements with their results. */
  | { kind: "lost_session" }
  | { kind: "lost_operation" }
);

export interface DatabricksServer {
  /** Where drivers connect, with the personal token. */
  connection: DatabricksConnection;
  credentials: { token: string; clientId: string; clientSecret: string };
  /** Names the server answers for besides localhost. */
  hosts: string[];
  fault(planned: PlannedFault): Promise<void>;
  /** Names of the calls that arrived since the last `clear`. */
  calls(): Promise<string[]>;
  /** Forgets planned faults and recorded calls. */
  clear(): Promise<void>;
  expireSessions(): Promise<number>;
  tokenLifetime(seconds: number): Promise<void>;
  /** Sessions and statements that clients have left open. */
  held(): Promise<{ sessions: number; operations: number }>;
  /** Jobs that Spark works on at this moment. */
  runningJobs(): Promise<number>;
  /** Runs statements one after the other on the server's Spark, past the wire; the rows of each. */
  sql(...statements: string[]): Promise<Record<string, unknown>[][]>;
  /** Files of Delta tables that the optimized plan of a query reads. */
  inputFiles(statement: string, parameters: object): Promise<string[]>;
  /** Runs a Python file, such as a notebook, in the server's process; gives what it printed. */
  run(path: string, args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a Databricks SQL warehouse for tests on loopback, with an empty catalogue. */
export async function startDatabricksServer(): Promise<DatabricksServer> {
  const folder = mkdtempSync(join(tmpdir(), "assay-databricks-"));
  const certificate = makeCertificate(folder);
  const child = startProcess(folder, certificate);
  const ports = await readyPorts(child).catch(async (error) => {
    await stop(child, folder);
    throw error;
  });
  const control = <T>(action: string, given: object = {}) => ask<T>(ports.control, action, given);
  return {
    connection: {
      host: "localhost",
      port: ports.port,
      path: "/sql/1.0/warehouses/test",
      auth: { kind: "token", token: TOKEN },
      caFile: certificate.certificate,
    },
    credentials: { token: TOKEN, ...CLIENT },
    hosts: [OAUTH_HOST],
    fault: (planned) => control("fault", planned),
    calls: async () => (await control<{ method: string }[]>("calls")).map((call) => call.method),
    clear: () => control("clear"),
    expireSessions: () => control("expire-sessions"),
    tokenLifetime: (seconds) => control("token-lifetime", { seconds }),
    held: () => control("held"),
    runningJobs: () => control("running-jobs"),
    sql: (...statements) => control("sql", { statements }),
    inputFiles: (statement, parameters) => control("input-files", { statement, parameters }),
    run: (path, args) => control("run", { path, arguments: args }),
    stop: () => stop(child, folder),
  };
}

/** Posts JSON and waits as long as it takes: a notebook runs for minutes. */
function ask<T>(port: number, action: string, given: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path: `/${action}`, method: "POST" }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("error", reject);
      answer.on("end", () => {
        const body: unknown = JSON.parse(Buffer.concat(parts).toString());
        if (answer.statusCode === 200) resolve(body as T);
        else reject(new Error(String(body)));
      });
    });
    sent.on("error", reject);
    sent.end(JSON.stringify(given));
  });
}

/** The driver signs in by OAuth only where the host's name is one of Databricks' own. */
const OAUTH_HOST = "test.cloud.databricks.com";

interface Certificate {
  certificate: string;
  key: string;
}

function makeCertificate(folder: string): Certificate {
  const made = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
  const names = `subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:${OAUTH_HOST}`;
  const request =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost";
  const args = [...request.split(" "), "-keyout", made.key, "-out", made.certificate, "-addext", names];
  const done = spawnSync("openssl", args, { encoding: "utf8" });
  if (done.status !== 0)
    throw new Error(`openssl made no certificate: ${done.error?.message ?? done.stderr}`);
  return made;
}

function startProcess(folder: string, { certificate, key }: Certificate): ChildProcess {
  const spark = sparkPart();
  const data = join(folder, "data");
  mkdirSync(data);
  const options = {
    folder: data,
    jars: spark.jars.join(","),
    certificate,
    key,
    token: TOKEN,
    "client-id": CLIENT.clientId,
    "client-secret": CLIENT.clientSecret,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  return spawn(spark.python, [join(import.meta.dirname, "server.py"), ...args], {
    env: { ...process.env, ...spark.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

async function readyPorts(child: ChildProcess): Promise<{ port: number; control: number }> {
  let said = "";
  child.stderr?.on("data", (text) => {
    said = `${said}${text}`.slice(-4000);
  });
  if (!child.stdout) throw new Error("The server has no output.");
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The server did not start in time: ${said}`)), START_MS);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on("line", (line) => {
      if (!line.startsWith('{"port"')) return;
      clearTimeout(late);
      resolve(JSON.parse(line));
    });
  });
}

/** The server ends with its input; its folder goes with it. */
async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(null);
    else child.once("exit", resolve);
  });
  child.stdin?.end();
  const hanging = setTimeout(() => child.kill("SIGKILL"), 20_000);
  await ended;
  clearTimeout(hanging);
  rmSync(folder, { recursive: true, force: true });
}
