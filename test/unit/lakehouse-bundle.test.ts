import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exportMetricViews } from "../../src/semantics/exchange/export-metric-views.js";
import { loadWorkspace } from "../../src/semantics/load-workspace.js";

const ROOT = join(import.meta.dirname, "..", "..");

interface Task {
  task_key: string;
  depends_on?: { task_key: string }[];
  notebook_task: { notebook_path: string; base_parameters: Record<string, string> };
}
interface Job {
  name: string;
  continuous?: unknown;
  tasks: Task[];
}
interface Target {
  mode: string;
  workspace?: { root_path?: string };
}
type Declared = Record<string, { default: string | null; help: string }>;

const bundle = parse(text("databricks.yml"));
const declared: Record<string, Declared> = JSON.parse(text("notebooks/lakehouse/parameters.json"));
const jobs: [string, Job][] = Object.entries(bundle.resources.jobs);
const tasks = jobs.flatMap(([, job]) => job.tasks);

describe("the asset bundle", () => {
  it("has the jobs and nothing that a bundle doesn't know", () => {
    expect(Object.keys(bundle).sort()).toEqual(["bundle", "resources", "sync", "targets", "variables"]);
    expect(jobs.map(([name]) => name)).toEqual(["ingest", "events", "maintain"]);
    expect(new Set(jobs.map(([, job]) => job.name)).size).toBe(jobs.length);
  });

  it("keeps what Databricks demands of continuous jobs and of a target in production", () => {
    const chained = jobs.filter(([, job]) => job.continuous && job.tasks.some((task) => task.depends_on));
    expect(chained).toEqual([]);
    for (const target of Object.values<Target>(bundle.targets))
      expect(target.mode === "production" && !target.workspace?.root_path).toBe(false);
  });

  it.each(tasks.map((task) => [task.task_key, task] as const))(
    "gives task %s what its notebook takes",
    (_, task) => {
      const { notebook_path: path, base_parameters: given } = task.notebook_task;
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(text(path)).toMatch(/^# Databricks notebook source\n/);
      const known = declared[path.replace(/^notebooks\/(.*)\.py$/, "$1")] ?? {};
      expect(Object.keys(given).filter((name) => !(name in known))).toEqual([]);
      const needed = Object.keys(known).filter((name) => known[name]?.default === null);
      expect(needed.filter((name) => !(name in given))).toEqual([]);
    },
  );

  it("names only variables and tasks that there are", () => {
    const used = [...text("databricks.yml").matchAll(/\$\{var\.(\w+)\}/g)].map(([, name]) => name ?? "");
    expect([...new Set(used)].sort()).toEqual(Object.keys(bundle.variables).sort());
    for (const [, job] of jobs) {
      const keys = job.tasks.map((task) => task.task_key);
      const needed = job.tasks.flatMap((task) => task.depends_on ?? []).map((other) => other.task_key);
      expect(needed.filter((key) => !keys.includes(key))).toEqual([]);
    }
  });
});

describe("the notebooks", () => {
  const notebooks = readdirSync(join(ROOT, "notebooks")).filter((name) => name.endsWith(".py"));

  it.each(notebooks)("%s asks for its own parameters and reads only declared ones", (name) => {
    const source = text(`notebooks/${name}`);
    const own = name.replace(/\.py$/, "");
    expect(source).toContain(`parameters("${own}", globals())`);
    const read = [...source.matchAll(/given\["(\w+)"\]/g)].map(([, parameter]) => parameter ?? "");
    expect(read.filter((parameter) => !(parameter in (declared[own] ?? {})))).toEqual([]);
  });

  it("are all declared", () => {
    expect(Object.keys(declared).sort()).toEqual(notebooks.map((name) => name.replace(/\.py$/, "")).sort());
  });

  it("are shown on the page of platforms with flags that they take", () => {
    const page = text("docs/lakehouse-platforms.md").replaceAll(/\\\n\s*/g, " ");
    const shown = page.split("\n").flatMap((line) => {
      const [, notebook = "", rest = ""] = /(\w+)\.py\b(.*)$/.exec(line) ?? [];
      const own = declared[notebook];
      return own ? [{ notebook, own, flags: rest.split(" -- ").at(-1) ?? "" }] : [];
    });
    expect(shown.length).toBeGreaterThan(4);
    for (const { notebook, own, flags } of shown) {
      const used = [...flags.matchAll(/--([a-z-]+)/g)].map(([, flag = ""]) => flag.replaceAll("-", "_"));
      const needed = Object.keys(own).filter((name) => own[name]?.default === null);
      expect(
        used.filter((flag) => !(flag in own)),
        notebook,
      ).toEqual([]);
      expect(
        needed.filter((name) => !used.includes(name)),
        notebook,
      ).toEqual([]);
    }
  });
});

describe("the metric views beside gold", () => {
  it("are the ones that the semantic model exports", async () => {
    const { sql } = await exportMetricViews(await loadWorkspace(join(ROOT, "workspaces", "superstore")));
    expect(text("notebooks/gold/metric_views.sql")).toBe(sql);
  });

  it("hold the files of the model unchanged, and read tables that the notebooks make", () => {
    const bodies = [
      ...text("notebooks/gold/metric_views.sql").matchAll(/LANGUAGE YAML AS \$\$\n(.*?)\n\$\$;/gs),
    ];
    const files = readdirSync(join(ROOT, "workspaces/superstore/metrics"));
    expect(bodies).toHaveLength(files.length);
    const views = bodies.map(([, body = ""]) => parse(body));
    for (const file of files)
      expect(views).toContainEqual(parse(text(join("workspaces/superstore/metrics", file))));
    for (const view of views) {
      const sources: string[] = [
        view.source,
        ...(view.joins ?? []).map((join: { source: string }) => join.source),
      ];
      for (const source of sources)
        expect(
          existsSync(join(ROOT, "notebooks", `${source.split(".").slice(1).join("/")}.sql`)),
          source,
        ).toBe(true);
    }
  });
});

function text(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
