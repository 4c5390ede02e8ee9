import { readdirSync } from "node:fs";
import { AppError } from "../contracts/errors.js";
import type { Construct } from "./claim.js";

const FOLDER = new URL("./constructs/", import.meta.url);
/** The folder as built and as written in TypeScript; neither tests nor source maps. */
const MODULE = /^[a-z-]+\.[jt]s$/;

/** Every construct of language: whatever the files of the folder `constructs` export, by their turns. Adding one is a file there. */
export const CONSTRUCTS: readonly Construct[] = inTurn(await constructsIn(FOLDER));

async function constructsIn(folder: URL): Promise<Construct[]> {
  const files = readdirSync(folder).filter((file) => MODULE.test(file));
  const modules = await Promise.all(
    files.map((file): Promise<Record<string, unknown>> => import(new URL(file, folder).href)),
  );
  return modules.flatMap((module) => Object.values(module).filter(isConstruct));
}

function isConstruct(value: unknown): value is Construct {
  return (
    typeof value === "object" && value !== null && "name" in value && "turn" in value && "propose" in value
  );
}

/** Equal turns by name, so that the order of files on a disk decides nothing. */
export function inTurn(constructs: readonly Construct[]): Construct[] {
  const names = new Set(constructs.map(({ name }) => name));
  if (names.size === 0 || names.size < constructs.length)
    throw new AppError(
      "bad_build",
      "bug",
      `${constructs.length} constructs of language were found, with ${names.size} different names.`,
      "Build again into an empty folder.",
    );
  return [...constructs].sort((a, b) => a.turn - b.turn || (a.name < b.name ? -1 : 1));
}
