import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { installedPart } from "./parts/installed-part.js";

describe("an installed part", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "assay-parts-"));
    vi.stubEnv("XDG_CACHE_HOME", home);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });

  const fillWith = (text: string) => vi.fn((folder: string) => writeFileSync(join(folder, text), text));

  it("is filled once for its pins", () => {
    const first = fillWith("a");
    const folder = installedPart("p", ["x==1"], first);
    const again = fillWith("a");
    expect(installedPart("p", ["x==1"], again)).toBe(folder);
    expect([first.mock.calls.length, again.mock.calls.length]).toEqual([1, 0]);
    installedPart("p", ["x==2"], fillWith("b"));
    expect([existsSync(join(folder, "a")), existsSync(join(folder, "b"))]).toEqual([false, true]);
  });

  it("is filled anew where the installation was cut short", () => {
    const cut = () =>
      installedPart("p", ["x==1"], (folder) => {
        writeFileSync(join(folder, "half"), "");
        throw new Error("cut");
      });
    expect(cut).toThrow("cut");
    const folder = installedPart("p", ["x==1"], fillWith("whole"));
    expect(existsSync(join(folder, "half"))).toBe(false);
    expect(readFileSync(join(folder, "whole"), "utf8")).toBe("whole");
  });

  it("takes over the lock of a process that died", () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    installedPart("other", [], fillWith("a"));
    writeFileSync(join(home, "assay-stack", "p.lock"), String(dead));
    expect(existsSync(join(installedPart("p", [], fillWith("a")), "a"))).toBe(true);
    expect(existsSync(join(home, "assay-stack", "p.lock"))).toBe(false);
  });
});
