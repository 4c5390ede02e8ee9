import { type CommandContext, interruptible, openOne } from "./open.js";

/** `assay build`: loads local tables into the embedded database and says what it holds. */
export async function build(context: CommandContext, options: { workspace?: string }): Promise<void> {
  await interruptible(async (signal) => {
    const app = await openOne(context, options.workspace, { quiet: false, signal });
    const { workspace, index } = app.defaultRuntime;
    for (const table of index.tables) {
      process.stdout.write(`${table.name}: ${table.rowCount} rows, ${table.columns.length} columns\n`);
    }
    for (const notice of workspace.notices) process.stdout.write(`${notice}\n`);
    await app.close();
  });
}

const REBUILD_MS = 10 * 60_000;

/** `assay index`: profiles every table again, rebuilds the retrieval collection, and says what both know. */
export async function index(context: CommandContext, options: { workspace?: string }): Promise<void> {
  await interruptible(async (signal) => {
    const app = await openOne(context, options.workspace, { quiet: false, signal });
    const profiled = await app.defaultRuntime.reindex(signal);
    for (const table of profiled.tables) {
      const size = table.bytes === null ? "" : `, ${table.bytes} bytes`;
      const { partitionColumns: by } = table;
      const stored =
        by.length === 0
          ? ""
          : `, stored by ${by.map((name) => partition(name, table.generatedFrom[name])).join(", ")}`;
      process.stdout.write(
        `${table.name}: ${table.rowCount} rows${size}, version ${table.version}${stored}\n`,
      );
      for (const column of table.columns) {
        const range = column.min === null ? "" : `, ${column.min} … ${column.max}`;
        process.stdout.write(
          `  ${column.name} ${column.type}: ${column.distinctCount ?? "?"} distinct${range}\n`,
        );
      }
    }
    const searched = await app.defaultRetriever.rebuild({ signal, timeoutMs: REBUILD_MS });
    process.stdout.write(`${searched.passages} passages indexed for retrieval with ${searched.model}\n`);
    await app.close();
  });
}

function partition(name: string, source: string | undefined): string {
  return source === undefined ? name : `${name} (from ${source})`;
}
