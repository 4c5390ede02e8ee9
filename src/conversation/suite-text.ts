import { Document, parseDocument, Scalar, visit } from "yaml";
import { AppError } from "../contracts/errors.js";
import { type Suite, suiteSchema } from "../contracts/suite.js";

type SuiteCase = Suite["cases"][number];

/**
 * The text of a suite with one more case; what stands there already, comments included, stays. Throws AppError (bad_suite,
 * already_promoted).
 */
export function appendCase(
  text: string | null,
  suite: { name: string; workspace: string },
  added: SuiteCase,
): string {
  if (text === null || text.trim() === "") {
    const { name, workspace } = suite;
    return write(new Document({ name, workspace: `workspaces/${workspace}`, cases: [added] }));
  }
  const document = parseDocument(text);
  const current = suiteSchema.safeParse(document.toJS());
  if (document.errors.length > 0 || !current.success)
    throw new AppError(
      "bad_suite",
      "user",
      `The suite ${suite.name} cannot be read, so nothing was added.`,
      "Correct it, or name another with --suite.",
    );
  if (current.data.cases.some((known) => "id" in known && known.id === added.id))
    throw new AppError(
      "already_promoted",
      "user",
      `The suite ${suite.name} has the case ${added.id} already.`,
      "Nothing is left to do.",
    );
  document.addIn(["cases"], document.createNode(added));
  return write(document);
}

/** Dates are quoted: to YAML 1.1 readers they would be moments, not texts. */
function write(document: Document): string {
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string" && DATE.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}

const DATE = /^\d{4}-\d{2}-\d{2}/;
