import { expect, it } from "vitest";
import { connectDriver } from "./connect-driver.js";

const CALL = { signal: new AbortController().signal, timeoutMs: 10_000 };
const HOST = { host: "localhost", port: 1, path: "/sql/1.0/warehouses/none", caFile: null };

it.each([
  ["DATABRICKS_TOKEN", { kind: "token" as const, token: "dapi-secret\n" }],
  ["DATABRICKS_TOKEN", { kind: "token" as const, token: "" }],
  ["DATABRICKS_CLIENT_SECRET", { kind: "oauth" as const, clientId: "id", clientSecret: "sec ret" }],
])("names a credential that can't be one, without its value: %s", async (name, auth) => {
  const refused = await connectDriver({ ...HOST, auth }, CALL).catch((error: Error) => error);
  expect(refused).toMatchObject({ code: "warehouse_unavailable", message: expect.stringContaining(name) });
  expect(String(refused)).not.toMatch(/dapi-secret|sec ret/);
});

it("takes timestamps and decimals from the warehouse as text", async () => {
  const { driver } = await connectDriver({ ...HOST, auth: { kind: "token", token: "dapi-secret" } }, CALL);
  expect(driver).toMatchObject({ config: { useArrowNativeTypes: false, preserveBigNumericPrecision: true } });
  await driver.close();
});
