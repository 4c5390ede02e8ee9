import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { freePort } from "../../src/testing/free-port.js";

const START_MS = 240_000;

export interface KafkaBroker {
  /** host:port */
  address: string;
  client: Kafka;
  stop(): Promise<void>;
}

/** A single Kafka broker (KRaft) on the loopback, its data in `folder`. `lib`: folder with the jars of the broker. */
export async function startKafka(lib: string, folder: string): Promise<KafkaBroker> {
  mkdirSync(folder, { recursive: true });
  const [port, controller] = [await freePort(), await freePort()];
  const config = join(folder, "server.properties");
  writeFileSync(config, properties(port, controller, join(folder, "data")));
  const classes = ["-cp", `${lib}/*`];
  const clusterId = Buffer.from(randomUUID().replaceAll("-", ""), "hex").toString("base64url");
  const format = [...classes, "kafka.tools.StorageTool", "format", `--cluster-id=${clusterId}`, "-c", config];
  execFileSync("java", ["-Xmx256m", ...format], { cwd: folder, stdio: "pipe", timeout: START_MS });
  const quiet = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-XX:TieredStopAtLevel=1"];
  const broker = spawn("java", ["-Xmx384m", ...quiet, ...classes, "kafka.Kafka", config], {
    cwd: folder,
    stdio: "ignore",
  });
  const address = `127.0.0.1:${port}`;
  const client = new Kafka({ clientId: "test", brokers: [address], logLevel: logLevel.NOTHING });
  await answering(client, broker);
  return {
    address,
    client,
    stop: async () => {
      const gone = new Promise((resolve) => broker.once("exit", resolve));
      if (broker.exitCode === null && broker.kill("SIGKILL")) await gone;
    },
  };
}

async function answering(client: Kafka, broker: ChildProcess): Promise<void> {
  const admin = client.admin({ retry: { retries: 0 } });
  for (const until = Date.now() + START_MS; ; ) {
    try {
      await admin.connect();
      await admin.listTopics();
      await admin.disconnect();
      return;
    } catch (cause) {
      if (broker.exitCode !== null || Date.now() > until)
        throw new Error("The Kafka broker did not start.", { cause });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function properties(port: number, controller: number, data: string): string {
  return [
    "process.roles=broker,controller",
    "node.id=1",
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    "controller.listener.names=CONTROLLER",
    "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    `log.dirs=${data}`,
    "offsets.topic.replication.factor=1",
    "transaction.state.log.replication.factor=1",
    "transaction.state.log.min.isr=1",
    "group.initial.rebalance.delay.ms=0",
    "offsets.topic.num.partitions=1",
    "auto.create.topics.enable=false",
  ].join("\n");
}
