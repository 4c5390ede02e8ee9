import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sparkPart } from "../test/stack/parts/spark.js";

/** Runs the tests that stand beside the notebooks, on local Spark: some ten minutes, with figures of files read in lines that begin with FIGURE. */
const FOLDER = fileURLToPath(new URL("../notebooks/tests", import.meta.url));
const PATTERN = process.argv[2] ?? "test_*.py";

const { python, env } = sparkPart();
const args = ["-W", "ignore", "-m", "unittest", "discover", "-v", "-s", FOLDER, "-p", PATTERN];
const tests = spawn(python, args, { env: { ...process.env, ...env }, stdio: "inherit" });
tests.once("close", (code) => {
  process.exitCode = code ?? 1;
});
