import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/unit/**/*.test.ts"],
    globalSetup: ["test/temporary-folder.ts"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 60_000,
    maxWorkers: 2,
    // Importing the libraries once a worker instead of once a file halves the run; tests share no state but theirs.
    isolate: false,
  },
});
