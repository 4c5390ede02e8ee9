import type { Answerer } from "../contracts/conversation.js";
import type { ConversationStore } from "../contracts/conversation-store.js";
import { AppError } from "../contracts/errors.js";

/** A workspace that this process answers from. */
export interface ServedWorkspace {
  name: string;
  description: string | null;
  answerer: Answerer;
  /** Questions to start with. */
  suggestions: readonly string[];
}

/** Which workspace answers at a place. */
export interface WorkspaceChoice {
  readonly names: readonly string[];
  /** The named one, or the place's own. Throws AppError (unknown_workspace). */
  at(place: string, named: string | null): Promise<ServedWorkspace>;
  /** The workspace of that name, or null. */
  named(name: string): ServedWorkspace | null;
}

/**
 * `use` in the place itself counts first, then the configuration for the place, then for its team (the part before the last slash,
 * and so on), then the first workspace.
 */
export function chooseWorkspace(
  served: readonly ServedWorkspace[],
  placeMap: Readonly<Record<string, string>>,
  store: Pick<ConversationStore, "placeWorkspace">,
): WorkspaceChoice {
  const byName = new Map(served.map((workspace) => [workspace.name, workspace]));
  const names = [...byName.keys()];
  const known = (name: string): ServedWorkspace => {
    const workspace = byName.get(name);
    if (workspace !== undefined) return workspace;
    throw new AppError(
      "unknown_workspace",
      "user",
      `There is no workspace "${name}" here.`,
      `Name one of: ${names.join(", ")}.`,
    );
  };
  const first = served[0];
  if (first === undefined)
    throw new AppError(
      "no_workspace",
      "configuration",
      "No workspace is served.",
      "Name one with --workspace.",
    );
  for (const name of Object.values(placeMap)) known(name);

  return {
    names,
    named: (name) => byName.get(name) ?? null,
    at: async (place, named) => {
      if (named !== null) return known(named);
      const used = await store.placeWorkspace(place);
      const kept = used === null ? undefined : byName.get(used);
      return kept ?? known(mapped(place, placeMap) ?? first.name);
    },
  };
}

function mapped(place: string, placeMap: Readonly<Record<string, string>>): string | null {
  const own = Object.hasOwn(placeMap, place) ? placeMap[place] : undefined;
  if (own !== undefined) return own;
  const slash = place.lastIndexOf("/");
  return slash < 0 ? null : mapped(place.slice(0, slash), placeMap);
}
