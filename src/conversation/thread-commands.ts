/** A message to the bot itself, not a question to the data. */
export type ThreadCommand =
  | { kind: "help" }
  | { kind: "stop" }
  | { kind: "use"; workspace: string }
  | { kind: "workspaces" };

const HELP = /^\/?help[!?.]*$/i;
const STOP = /^(?:please )?(?:stop|cancel|abort)(?: (?:it|that|this))?[!.]*$/i;
const WORKSPACES = /^(?:list |show )?workspaces[?.]*$/i;
const USE =
  /^(?:use|switch to)\s+(?:the\s+)?(?:workspace\s+)?["'`“]?([^"'`”]+?)["'`”]?(?:\s+workspace)?[.!]*$/i;

/** Reads `help`, `stop`, `workspaces`, and `use NAME` where NAME is served; everything else is a question (null). */
export function readCommand(text: string, workspaces: readonly string[]): ThreadCommand | null {
  const said = text.trim().replace(/\s+/g, " ");
  if (HELP.test(said)) return { kind: "help" };
  if (STOP.test(said)) return { kind: "stop" };
  if (workspaces.length > 1 && WORKSPACES.test(said)) return { kind: "workspaces" };
  const name = USE.exec(said)?.[1]?.toLowerCase();
  const workspace = workspaces.find((served) => served.toLowerCase() === name);
  return workspace === undefined ? null : { kind: "use", workspace };
}
