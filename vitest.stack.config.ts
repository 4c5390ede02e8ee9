import { defineConfig } from "vitest/config";

/** Tests against real parts. One file at a time: they share two cores, ports and services. */
export default defineConfig({
  test: {
    include: ["test/stack/**/*.stack.test.ts"],
    globalSetup: ["test/temporary-folder.ts", "test/stack/install.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
