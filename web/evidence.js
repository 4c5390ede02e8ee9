import { formatDate } from "./cells.js";
import { button, h } from "./dom.js";

const PATHS = {
  compiled: "Computed from your team's agreed definitions",
  verified: "Computed by a question that your team has verified",
  generated: "Computed by SQL that a model wrote for this question, and that was checked",
  defined: "Taken from your team's definitions",
};

/** What stands behind an answer, in one line: how sure, from what, how fresh. */
export function assurance(answer) {
  const sure = sureness(answer.confidence);
  const { newest, stale } = answer.freshness ?? {};
  return h(
    "p",
    { class: "assurance" },
    sure === null ? null : h("span", { class: `sure ${sure.level}` }, sure.words),
    newest
      ? h(
          "span",
          { class: stale ? "stale" : null },
          `Data to ${formatDate(newest)}${stale ? ", later than agreed" : ""}`,
        )
      : null,
    h("span", {}, rowsSaid(answer)),
  );
}

/** "How this was computed", closed until somebody wants it. */
export function evidence(answer) {
  const parts = [
    section(
      "How I understood the question",
      answer.interpretation.map(({ words, as }) => [words, as]),
    ),
    section("Where the numbers come from", sources(answer)),
    checks(answer.checks),
    answer.sql ? sqlBlock(answer) : null,
    section("Cost", costs(answer)),
  ];
  return h("details", { class: "evidence" }, h("summary", {}, "How this was computed"), parts);
}

/** Confidence in words; null where none was computed. */
function sureness(confidence) {
  if (confidence === null || confidence === undefined) return null;
  const percent = `${Math.round(confidence * 100)}%`;
  if (confidence >= 0.95) return { level: "high", words: `Very sure (${percent})` };
  if (confidence >= 0.8) return { level: "high", words: `Sure (${percent})` };
  return { level: "low", words: `Best effort (${percent}): please check the notes` };
}

function rowsSaid({ rows, totalRows, truncated }) {
  if (rows.length < 2) return "";
  const count = rows.length.toLocaleString("en-US");
  if (truncated) return `The first ${count} rows; there are more`;
  return `${(totalRows ?? rows.length).toLocaleString("en-US")} rows`;
}

function sources(answer) {
  const { newest, stale } = answer.freshness ?? {};
  return [
    answer.path ? ["Method", PATHS[answer.path]] : null,
    newest ? ["Newest data", stale ? `${newest}, later than agreed` : newest] : null,
    ...(answer.citations ?? []).map(({ title, file }) => ["Document", `${title} (${file})`]),
    answer.id ? ["Answer", answer.id] : null,
  ].filter(Boolean);
}

function costs({ timings, usage }) {
  if (!timings || !usage) return [];
  const tokens = usage.inputTokens + usage.outputTokens;
  const database = timings.databaseMs > 0 ? `, ${seconds(timings.databaseMs)} of it in the database` : "";
  return [
    ["Time", `${seconds(timings.totalMs)}${database}`],
    [
      "Model",
      tokens === 0 ? "not needed" : `${tokens.toLocaleString("en-US")} tokens, $${usage.usd.toFixed(4)}`,
    ],
    ...(usage.cachedAt
      ? [["Result", `as of ${usage.cachedAt.slice(0, 16).replace("T", " ")} UTC, from an earlier question`]]
      : []),
  ];
}

function seconds(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function section(title, facts) {
  if (facts.length === 0) return null;
  return h(
    "section",
    {},
    h("h4", {}, title),
    h(
      "dl",
      { class: "facts" },
      facts.map(([term, meaning]) => [h("dt", {}, term), h("dd", {}, meaning)]),
    ),
  );
}

function checks(list) {
  if (list.length === 0) return null;
  return h(
    "section",
    {},
    h("h4", {}, "Checks"),
    h(
      "ul",
      { class: "checks" },
      list.map(({ name, passed, detail }) =>
        h(
          "li",
          { class: passed ? "passed" : "not-passed" },
          h("strong", {}, passed ? "Passed" : "Not passed"),
          ` ${detail ? `${name}: ${detail}` : name}`,
        ),
      ),
    ),
  );
}

function sqlBlock({ sql, parameters }) {
  const bound = Object.entries(parameters ?? {}).map(
    ([name, value]) =>
      `-- :${name} = ${value && typeof value === "object" ? JSON.stringify(value.value ?? value) : value}`,
  );
  const copy = button("Copy SQL", async () => {
    const copied = await navigator.clipboard.writeText(sql).then(
      () => true,
      () => false,
    );
    copy.textContent = copied ? "Copied" : "Select the text to copy it";
    setTimeout(() => {
      copy.textContent = "Copy SQL";
    }, 2500);
  });
  return h(
    "section",
    {},
    h("div", { class: "sql-head" }, h("h4", {}, "SQL"), copy),
    h("pre", { tabindex: "0", role: "region", "aria-label": "SQL" }, [sql, ...bound].join("\n")),
  );
}
