import { afterAll, beforeAll, expect, it } from "vitest";
import { connectDriver } from "../../src/warehouse/databricks/connect-driver.js";
import { openDatabricksWarehouse } from "../../src/warehouse/databricks/databricks-warehouse.js";
import {
  CONFORMANCE_TABLES,
  warehouseConformance,
} from "../../src/warehouse/testing/warehouse-conformance.js";
import { type DatabricksServer, startDatabricksServer } from "../databricks-server/start-server.js";
import { driverBehaviour } from "./databricks/driver-behaviour.js";
import { driverFaults } from "./databricks/driver-faults.js";
import { ENDLESS } from "./databricks/endless.js";
import { foreignTables } from "./databricks/foreign-tables.js";
import { lakehouseAnswers } from "./databricks/lakehouse-answers.js";
import { serverBehaviour } from "./databricks/server-behaviour.js";

// One Spark serves all of these: starting it and warming it up takes longer than most of them.
let started: DatabricksServer | null = null;
beforeAll(async () => {
  started = await startDatabricksServer();
}, 660_000);
afterAll(() => started?.stop());

function server(): DatabricksServer {
  if (!started) throw new Error("The warehouse for tests did not start.");
  return started;
}

serverBehaviour(server);
driverBehaviour(server);
driverFaults(server);
warehouseConformance("Databricks", {
  open: async () => {
    await server().sql("CREATE SCHEMA IF NOT EXISTS main.conformance");
    for (const [name, query] of Object.entries(CONFORMANCE_TABLES))
      await server().sql(`CREATE TABLE ${name} USING delta AS ${query}`);
    const call = { signal: new AbortController().signal, timeoutMs: 60_000 };
    return openDatabricksWarehouse({
      ...(await connectDriver(server().connection, call)),
      catalog: "main",
      timezone: "UTC",
      relations: Object.keys(CONFORMANCE_TABLES),
      statementTimeoutMs: 240_000,
    });
  },
  endless: ENDLESS,
});
it("leaves Spark nothing to do when statements are cancelled and deadlines have passed", async () => {
  await expect.poll(() => server().runningJobs(), { timeout: 60_000 }).toBe(0);
});
foreignTables(server);
lakehouseAnswers(server);
