import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Construct } from "./claim.js";
import { CONSTRUCTS, inTurn } from "./constructs.js";

const files = readdirSync(new URL("./constructs/", import.meta.url));
const sources = files.filter((file) => !file.endsWith(".test.ts"));

describe("constructs", () => {
  it("are what the files of their folder export, one each", async () => {
    const exported = await Promise.all(
      sources.map(async (file) => {
        const module: Record<string, unknown> = await import(
          new URL(`./constructs/${file}`, import.meta.url).href
        );
        const names = CONSTRUCTS.filter(({ name }) =>
          Object.values(module).some((one) => nameOf(one) === name),
        );
        return [file, names.length];
      }),
    );
    expect(exported).toEqual(sources.map((file) => [file, 1]));
    expect(CONSTRUCTS).toHaveLength(sources.length);
  });

  it.each(sources)("has tests of its own: %s", (file) => {
    expect(files).toContain(file.replace(/\.ts$/, ".test.ts"));
  });

  it("import nothing that waits for all of them to be loaded", () => {
    const reached = new Set<string>();
    const visit = (url: URL): void => {
      if (reached.has(url.href)) return;
      reached.add(url.href);
      for (const [, specifier = ""] of readFileSync(url, "utf8").matchAll(
        /^(?:import|\} from) .*?"(\.[^"]+)\.js";$/gm,
      ))
        visit(new URL(`${specifier}.ts`, url));
    };
    for (const file of sources) visit(new URL(`./constructs/${file}`, import.meta.url));
    expect(reached.size).toBeGreaterThan(sources.length);
    expect([...reached]).not.toContain(new URL("./constructs.ts", import.meta.url).href);
  });

  it("stand by their turns, in whatever order the disk names them", () => {
    const some = [made("b", 20), made("c", 10), made("a", 20)];
    const orders = [some, [...some].reverse()].map((list) => inTurn(list).map(({ name }) => name));
    expect(orders).toEqual([
      ["c", "a", "b"],
      ["c", "a", "b"],
    ]);
  });

  it("refuse a folder without any, and two of one name", () => {
    expect(() => inTurn([])).toThrow(/constructs/);
    expect(() => inTurn([made("a", 1), made("a", 2)])).toThrow(/1 different names/);
  });
});

function made(name: string, turn: number): Construct {
  return { name, turn, propose: () => [] };
}

function nameOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "name" in value ? value.name : null;
}
