import type { RunnableConfig } from "@langchain/core/runnables";
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointTuple,
  PendingWrite,
} from "@langchain/langgraph-checkpoint";
import {
  BaseCheckpointSaver,
  compareWritesSortKeys,
  copyCheckpoint,
  getCheckpointId,
  maxChannelVersion,
  TASKS,
  WRITES_IDX_MAP,
  writesSortKey,
} from "@langchain/langgraph-checkpoint";
import type Database from "libsql";
import { AppError } from "../contracts/errors.js";

export interface RunSaverOptions {
  /** Milliseconds after which a kept run counts as gone; null = never. */
  ttlMs: number | null;
  now: () => number;
}

/** Tables of the saver. Safe to run again. */
const RUN_SAVER_SCHEMA = `
CREATE TABLE IF NOT EXISTS run_checkpoint (
  thread_id TEXT NOT NULL, ns TEXT NOT NULL, id TEXT NOT NULL, parent_id TEXT,
  type TEXT NOT NULL, body BLOB NOT NULL, metadata_type TEXT NOT NULL, metadata BLOB NOT NULL,
  saved_at INTEGER NOT NULL, PRIMARY KEY (thread_id, ns, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run_write (
  thread_id TEXT NOT NULL, ns TEXT NOT NULL, checkpoint_id TEXT NOT NULL, task_id TEXT NOT NULL,
  idx INTEGER NOT NULL, channel TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL, task_path TEXT NOT NULL,
  PRIMARY KEY (thread_id, ns, checkpoint_id, task_id, idx)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS run_channel (
  thread_id TEXT NOT NULL, ns TEXT NOT NULL, channel TEXT NOT NULL, version TEXT NOT NULL,
  type TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (thread_id, ns, channel, version)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS run_checkpoint_saved ON run_checkpoint (saved_at);`;

const TABLES = ["run_checkpoint", "run_write", "run_channel"] as const;

interface CheckpointRow {
  thread_id: string;
  ns: string;
  id: string;
  parent_id: string | null;
  type: string;
  body: Uint8Array;
  metadata_type: string;
  metadata: Uint8Array;
}

interface WriteRow {
  task_id: string;
  idx: number;
  channel: string;
  type: string;
  body: Uint8Array;
  task_path: string;
}

/** Keeps interrupted runs of the graph in SQLite, keyed by run id. Expired runs are not found and are swept on writing. */
export class RunSaver extends BaseCheckpointSaver {
  private readonly database: Database.Database;
  private readonly options: RunSaverOptions;

  constructor(database: Database.Database, options: RunSaverOptions = { ttlMs: null, now: Date.now }) {
    super();
    this.database = database;
    this.options = options;
    database.exec(RUN_SAVER_SCHEMA);
  }

  async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { threadId, ns } = keyOf(config);
    if (threadId === null) return undefined;
    const id = getCheckpointId(config);
    const where = id ? "AND id = ?" : "ORDER BY id DESC LIMIT 1";
    const row = this.database
      .prepare(`SELECT * FROM run_checkpoint WHERE thread_id = ? AND ns = ? AND saved_at >= ? ${where}`)
      .get(...[threadId, ns, this.oldest(), ...(id ? [id] : [])]) as CheckpointRow | undefined;
    return row ? this.tupleOf(row) : undefined;
  }

  async *list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const { before, filter } = options;
    const conditions: [string, unknown][] = [
      ["thread_id = ?", config.configurable?.thread_id],
      ["ns = ?", config.configurable?.checkpoint_ns],
      ["id = ?", config.configurable?.checkpoint_id],
      ["id < ?", before?.configurable?.checkpoint_id],
      ["saved_at >= ?", this.oldest()],
    ];
    const given = conditions.filter(([, value]) => value !== undefined);
    const rows = this.database
      .prepare(
        `SELECT * FROM run_checkpoint WHERE ${given.map(([sql]) => sql).join(" AND ")} ORDER BY id DESC`,
      )
      .all(...given.map(([, value]) => value)) as CheckpointRow[];
    let left = options.limit ?? rows.length;
    for (const row of rows) {
      if (left <= 0) return;
      const tuple = await this.tupleOf(row);
      const metadata: Record<string, unknown> = { ...tuple.metadata };
      if (filter && !Object.entries(filter).every(([key, value]) => metadata[key] === value)) continue;
      left -= 1;
      yield tuple;
    }
  }

  async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { threadId, ns } = requiredKey(config);
    const { channel_values: values, ...rest } = copyCheckpoint(checkpoint);
    const [[type, body], [metadataType, metadataBody]] = await Promise.all([
      this.serde.dumpsTyped(rest),
      this.serde.dumpsTyped(metadata),
      this.putChannels(threadId, ns, values, newVersions),
    ]);
    const parent = config.configurable?.checkpoint_id ?? null;
    this.sweep();
    this.database
      .prepare("INSERT OR REPLACE INTO run_checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(threadId, ns, checkpoint.id, parent, type, body, metadataType, metadataBody, this.options.now());
    return { configurable: { thread_id: threadId, checkpoint_ns: ns, checkpoint_id: checkpoint.id } };
  }

  async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath = "",
  ): Promise<void> {
    const { threadId, ns } = requiredKey(config);
    const checkpointId = config.configurable?.checkpoint_id;
    if (checkpointId === undefined) throw missing("checkpoint_id");
    const dumped = await Promise.all(writes.map(async ([, value]) => this.serde.dumpsTyped(value)));
    writes.forEach(([channel], position) => {
      const index = WRITES_IDX_MAP[channel] ?? position;
      const [type, body] = dumped[position] ?? ["json", new Uint8Array()];
      // Ordinary writes are immutable; special channels (errors, interrupts) carry negative indexes and replace.
      this.database
        .prepare(
          `INSERT OR ${index < 0 ? "REPLACE" : "IGNORE"} INTO run_write VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(threadId, ns, checkpointId, taskId, index, channel, type, body, taskPath);
    });
  }

  async deleteThread(threadId: string): Promise<void> {
    for (const table of TABLES)
      this.database.prepare(`DELETE FROM ${table} WHERE thread_id = ?`).run(threadId);
  }

  /** A channel's value is stored once a version; checkpoints refer to it by version. */
  private async putChannels(
    threadId: string,
    ns: string,
    values: Record<string, unknown>,
    newVersions: ChannelVersions,
  ): Promise<void> {
    for (const [channel, version] of Object.entries(newVersions)) {
      if (!(channel in values)) continue;
      const [type, body] = await this.serde.dumpsTyped(values[channel]);
      this.database
        .prepare("INSERT OR REPLACE INTO run_channel VALUES (?, ?, ?, ?, ?, ?)")
        .run(threadId, ns, channel, String(version), type, body);
    }
  }

  private async channelValues(
    row: CheckpointRow,
    versions: ChannelVersions,
  ): Promise<Record<string, unknown>> {
    const stored = this.database.prepare(
      "SELECT type, body FROM run_channel WHERE thread_id = ? AND ns = ? AND channel = ? AND version = ?",
    );
    const values: Record<string, unknown> = {};
    for (const [channel, version] of Object.entries(versions)) {
      const found = stored.get(row.thread_id, row.ns, channel, String(version)) as
        | { type: string; body: Uint8Array }
        | undefined;
      if (found) values[channel] = await this.serde.loadsTyped(found.type, found.body);
    }
    return values;
  }

  private oldest(): number {
    return this.options.ttlMs === null ? 0 : this.options.now() - this.options.ttlMs;
  }

  private sweep(): void {
    if (this.options.ttlMs === null) return;
    const expired = this.database
      .prepare("SELECT thread_id FROM run_checkpoint GROUP BY thread_id HAVING MAX(saved_at) < ?")
      .all(this.oldest()) as { thread_id: string }[];
    for (const { thread_id } of expired)
      for (const table of TABLES)
        this.database.prepare(`DELETE FROM ${table} WHERE thread_id = ?`).run(thread_id);
  }

  /** Checkpoints before format 4 kept their pending sends as writes of the parent. */
  private async withPendingSends(checkpoint: Checkpoint, row: CheckpointRow): Promise<Checkpoint> {
    if (checkpoint.v >= 4 || row.parent_id === null) return checkpoint;
    const sends = this.writesOf({ ...row, id: row.parent_id }).filter(({ channel }) => channel === TASKS);
    const versions = Object.values(checkpoint.channel_versions);
    const version = versions.length > 0 ? maxChannelVersion(...versions) : this.getNextVersion(undefined);
    const pending = await Promise.all(sends.map(({ type, body }) => this.serde.loadsTyped(type, body)));
    return {
      ...checkpoint,
      channel_values: { ...checkpoint.channel_values, [TASKS]: pending },
      channel_versions: { ...checkpoint.channel_versions, [TASKS]: version },
    };
  }

  private async tupleOf(row: CheckpointRow): Promise<CheckpointTuple> {
    const rest: Omit<Checkpoint, "channel_values"> = await this.serde.loadsTyped(row.type, row.body);
    const channel_values = await this.channelValues(row, rest.channel_versions);
    const at = { thread_id: row.thread_id, checkpoint_ns: row.ns };
    const tuple: CheckpointTuple = {
      config: { configurable: { ...at, checkpoint_id: row.id } },
      checkpoint: await this.withPendingSends({ ...rest, channel_values }, row),
      metadata: await this.serde.loadsTyped(row.metadata_type, row.metadata),
      pendingWrites: await Promise.all(
        this.writesOf(row).map(
          async (write): Promise<[string, string, unknown]> => [
            write.task_id,
            write.channel,
            await this.serde.loadsTyped(write.type, write.body),
          ],
        ),
      ),
    };
    if (row.parent_id === null) return tuple;
    return { ...tuple, parentConfig: { configurable: { ...at, checkpoint_id: row.parent_id } } };
  }

  private writesOf({ thread_id, ns, id }: CheckpointRow): WriteRow[] {
    const rows = this.database
      .prepare("SELECT * FROM run_write WHERE thread_id = ? AND ns = ? AND checkpoint_id = ?")
      .all(thread_id, ns, id) as WriteRow[];
    const sortKey = (row: WriteRow) => writesSortKey(row.task_path, row.task_id, row.idx);
    return rows.sort((a, b) => compareWritesSortKeys(sortKey(a), sortKey(b)));
  }
}

function keyOf(config: RunnableConfig): { threadId: string | null; ns: string } {
  return {
    threadId: config.configurable?.thread_id ?? null,
    ns: config.configurable?.checkpoint_ns ?? "",
  };
}

function requiredKey(config: RunnableConfig): { threadId: string; ns: string } {
  const { threadId, ns } = keyOf(config);
  if (threadId === null) throw missing("thread_id");
  return { threadId, ns };
}

function missing(key: string): AppError {
  return new AppError("run_without_id", "bug", `A run was saved without its ${key}.`, "Report this.");
}
