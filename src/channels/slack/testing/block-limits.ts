/** What Slack's API says of blocks that break a documented limit; null where they keep all. Texts as the real API words them. */
export function blockError(blocks: unknown): string | null {
  if (blocks === undefined || blocks === null) return null;
  if (!Array.isArray(blocks)) return "must be an array [json-pointer:/blocks]";
  if (blocks.length > 50) return "no more than 50 items allowed [json-pointer:/blocks]";
  if (blocks.filter((block) => typeOf(block) === "table").length > 1) return "only_one_table_allowed";
  for (const [i, block] of blocks.entries()) {
    const error = oneBlock(block);
    if (error !== null) return `${error} [json-pointer:/blocks/${i}]`;
  }
  return null;
}

type Json = Record<string, unknown>;

function oneBlock(block: unknown): string | null {
  if (!isObject(block)) return "must be an object";
  switch (block.type) {
    case "section":
      return textError(block.text, 3000);
    case "header":
      return textError(block.text, 150);
    case "context":
      return listError(block.elements, 1, 10) ?? each(block.elements, (element) => contextError(element));
    case "actions":
      return (
        listError(block.elements, 1, 25) ?? uniqueActions(block.elements) ?? each(block.elements, buttonError)
      );
    case "context_actions":
      return listError(block.elements, 1, 5) ?? each(block.elements, feedbackError);
    case "image":
      return imageError(block);
    case "table":
      return tableError(block);
    case "markdown":
      return typeof block.text === "string" && block.text.length <= 12_000
        ? null
        : "must be less than 12001 characters";
    case "divider":
    case "rich_text":
      return null;
    case "input":
      return isObject(block.element) ? null : "missing required field: element";
    default:
      return `unsupported type: ${String(block.type)}`;
  }
}

function textError(text: unknown, limit: number): string | null {
  if (!isObject(text) || typeof text.text !== "string") return "missing required field: text";
  if (text.text.length === 0) return "must be more than 0 characters";
  return text.text.length > limit ? `must be less than ${limit + 1} characters` : null;
}

function contextError(element: unknown): string | null {
  return isObject(element) && element.type === "image" ? null : textError(element, 3000);
}

function buttonError(element: unknown): string | null {
  if (!isObject(element)) return "must be an object";
  if (element.type !== "button") return null;
  if (typeof element.action_id === "string" && element.action_id.length > 255)
    return "must be less than 256 characters";
  if (typeof element.value === "string" && element.value.length > 2000)
    return "must be less than 2001 characters";
  return textError(element.text, 75);
}

function feedbackError(element: unknown): string | null {
  if (!isObject(element) || element.type !== "feedback_buttons") return null;
  const sides = [element.positive_button, element.negative_button];
  return sides.every((side) => isObject(side) && textError(side.text, 75) === null)
    ? null
    : "invalid feedback button";
}

function imageError(block: Json): string | null {
  if (typeof block.alt_text !== "string" || block.alt_text.length > 2000) return "invalid alt_text";
  return isObject(block.slack_file) || typeof block.image_url === "string"
    ? null
    : "missing required field: slack_file";
}

function tableError(block: Json): string | null {
  const { rows } = block;
  if (!Array.isArray(rows) || rows.length === 0 || rows.length > 100) return "no more than 100 items allowed";
  for (const row of rows) {
    if (!Array.isArray(row) || row.length > 20) return "no more than 20 items allowed";
    for (const cell of row) {
      if (!isObject(cell)) return "must be an object";
      if (cell.type === "raw_text" && (typeof cell.text !== "string" || cell.text.length === 0)) {
        return "must be more than 0 characters";
      }
    }
  }
  return null;
}

function uniqueActions(elements: unknown): string | null {
  const ids = (elements as unknown[]).flatMap((e) =>
    isObject(e) && typeof e.action_id === "string" ? [e.action_id] : [],
  );
  return new Set(ids).size === ids.length ? null : "action_id must be unique";
}

function listError(list: unknown, least: number, most: number): string | null {
  if (!Array.isArray(list) || list.length < least) return `must have at least ${least} item`;
  return list.length > most ? `no more than ${most} items allowed` : null;
}

function each(list: unknown, check: (element: unknown) => string | null): string | null {
  for (const element of list as unknown[]) {
    const error = check(element);
    if (error !== null) return error;
  }
  return null;
}

function typeOf(block: unknown): unknown {
  return isObject(block) ? block.type : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
