import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const CHANNELS = ["web", "slack", "teams", "terminal"] as const;
const CONTRACT = read("src/conversation/testing/channel-contract.ts");
const STACK = tests("test/stack");

/** Every cell says what is not there (in italics), or names tests that exist: `file` › title; title, or the channel contract, C. */
describe("docs/channels.md", () => {
  const [features = [], faults = []] = tables(read("docs/channels.md"));

  it("has the tables that are checked here", () => {
    expect(features[0]).toEqual(["Feature", "Web", "Slack", "Teams", "Terminal"]);
    expect(features.length).toBeGreaterThan(15);
    expect(faults[0]).toEqual(["Fault", "Slack", "Teams", "Whole app"]);
  });

  const rows = features.slice(2).flatMap(([feature = "", ...cells]) =>
    CHANNELS.map((channel, i) => {
      const contract = cells
        .map((cell) => /C › ([^;|]+(?:; [^;`|]+)*)/.exec(cell)?.[1])
        .find((titles) => titles);
      return { feature, channel, cell: cells[i] ?? "", contract: contract ?? "" };
    }),
  );
  it.each(rows)("$feature on $channel names tests that exist", ({ channel, cell, contract }) => {
    const named = cell.replace(/\*[^*]+\*/g, "").trim();
    if (named === "") expect(cell).toMatch(/^\*.+\*$/);
    else for (const problem of problemsOf(named, channel, contract)) expect.fail(problem);
  });

  const places = ["src/channels/slack", "src/channels/teams", "test/stack"] as const;
  const cells = faults
    .slice(2)
    .flatMap(([fault = "", ...marks]) => places.map((place, i) => ({ fault, place, mark: marks[i] ?? "" })));
  it.each(cells)("fault $fault in $place is tested where the table says so", ({ fault, place, mark }) => {
    const number = fault.split(" ")[0];
    const every = place === "test/stack" ? [] : [CONTRACT];
    const tested = [...tests(place).values(), ...every].some((text) =>
      text.includes(`"fault row ${number}: `),
    );
    expect(tested ? "yes" : mark).toBe(tested ? mark : "");
  });

  it("names every fault that a channel can meet, each with a test", () => {
    const tested = faults.slice(2).filter((row) => row.slice(1).includes("yes"));
    const numbers = tested.map(([fault = ""]) => Number(fault.split(" ")[0]));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 24, 25, 26, 27, 33]);
  });
});

/** What is wrong with the tests that a cell names. */
function problemsOf(named: string, channel: string, contract: string): string[] {
  let source: string | null = null;
  const problems: string[] = [];
  for (const item of named.split(";").map((part) => part.trim())) {
    const start = /^(?:`([\w-]+)`|(C)) › (.+)$/.exec(item);
    const same = /^C, same tests?$/.test(item);
    if (same || start?.[2])
      source = tests(`src/channels/${channel}`).has(`${channel}-contract`) ? CONTRACT : null;
    else if (start?.[1]) source = fileNamed(start[1], channel);
    const titles = same ? contract.split(";").map((part) => part.trim()) : [start?.[3] ?? item];
    for (const title of titles)
      if (source === null || !source.includes(`"${title}"`)) problems.push(`No test "${title}" (${item}).`);
  }
  return problems;
}

function fileNamed(name: string, channel: string): string | null {
  return tests(`src/channels/${channel}`).get(name) ?? STACK.get(name) ?? null;
}

/** Test files of a folder by their name without its ending. */
function tests(folder: string): Map<string, string> {
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".test.ts"));
  return new Map(files.map((name) => [name.replace(/(\.stack)?\.test\.ts$/, ""), read(join(folder, name))]));
}

/** Tables of a Markdown text, as rows of cells. */
function tables(text: string): string[][][] {
  const blocks = text.split("\n").reduce<string[][]>(
    (found, line) => {
      if (line.startsWith("|")) found.at(-1)?.push(line);
      else if (found.at(-1)?.length) found.push([]);
      return found;
    },
    [[]],
  );
  const lists = blocks.filter((block) => block.length > 0);
  return lists.map((block) =>
    block.map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ),
  );
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
