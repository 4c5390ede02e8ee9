import { defineConfig } from "vitest/config";

/** Tests against real parts that take longer than CI waits; `npm run bench:databricks` runs them. */
export default defineConfig({
  test: {
    include: ["test/stack/**/*.slow.test.ts"],
    globalSetup: ["test/temporary-folder.ts", "test/stack/install.ts"],
    passWithNoTests: true,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
