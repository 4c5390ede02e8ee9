import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteConversationStore } from "./conversation-store-sqlite.js";
import { openDatabase } from "./database.js";
import { conversationStoreContract } from "./testing/conversation-store-contract.js";

conversationStoreContract("SQLite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "assay-store-"));
  const first = openDatabase(folder, "state", { busyMs: 5000, durability: "normal" });
  const second = openDatabase(folder, "state", { busyMs: 5000, durability: "normal" });
  return {
    store: createSqliteConversationStore(first),
    other: createSqliteConversationStore(second),
    close: async () => {
      first.close();
      second.close();
      await rm(folder, { recursive: true });
    },
  };
});
