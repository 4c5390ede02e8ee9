import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { AppError } from "../contracts/errors.js";

const FOLDER = new URL("../../manifests/teams/", import.meta.url);
const uuid = z.uuid();

/** `assay manifest teams`: writes the zip that a Teams admin uploads, for the given app id. */
export async function manifest(channel: string, options: { appId?: string; out: string }): Promise<void> {
  if (channel !== "teams") {
    throw new AppError(
      "no_manifest",
      "user",
      `There is no package for ${channel}.`,
      "Slack takes manifests/slack/manifest.yaml as it is; for Teams: assay manifest teams.",
    );
  }
  if (!uuid.safeParse(options.appId).success) {
    throw new AppError(
      "no_app_id",
      "user",
      "The app id of the bot is missing or no UUID.",
      "Give the Microsoft App ID with --app-id.",
    );
  }
  await writeFile(options.out, await teamsPackage(options.appId ?? ""));
  process.stdout.write(`Wrote ${options.out}. Upload it in the Teams admin center under Manage apps.\n`);
}

/** The zip of a Teams app: manifest with the app id set, and its two icons. */
export async function teamsPackage(appId: string): Promise<Uint8Array> {
  const { zipSync } = await import("fflate");
  const text = await readFile(new URL("manifest.json", FOLDER), "utf8");
  const filled = text.replaceAll("00000000-0000-0000-0000-000000000000", appId);
  const [color, outline] = await Promise.all(
    ["color.png", "outline.png"].map((name) => readFile(new URL(name, FOLDER))),
  );
  return zipSync({
    "manifest.json": new TextEncoder().encode(filled),
    "color.png": new Uint8Array(color ?? []),
    "outline.png": new Uint8Array(outline ?? []),
  });
}
