import { readFileSync } from "node:fs";
import { AppManifestUtils } from "@microsoft/app-manifest";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { teamsPackage } from "./manifest.js";

const APP_ID = "11111111-1111-4111-8111-111111111111";

describe("the Teams package", () => {
  it("holds a manifest that Microsoft's schema takes, with the app id in it", async () => {
    const files = unzipSync(await teamsPackage(APP_ID));
    const manifest = JSON.parse(new TextDecoder().decode(files["manifest.json"]));
    expect(manifest).toMatchObject({ id: APP_ID, bots: [{ botId: APP_ID }] });
    expect(await AppManifestUtils.validateAgainstSchema(manifest)).toEqual([]);
  });

  it("would not pass with a name of 31 characters", async () => {
    const files = unzipSync(await teamsPackage(APP_ID));
    const manifest = JSON.parse(new TextDecoder().decode(files["manifest.json"]));
    manifest.name.short = "x".repeat(31);
    expect(await AppManifestUtils.validateAgainstSchema(manifest)).not.toEqual([]);
  });

  it("has icons of the sizes that Teams wants", async () => {
    const files = unzipSync(await teamsPackage(APP_ID));
    expect([pngSize(files["color.png"]), pngSize(files["outline.png"])]).toEqual([
      [192, 192],
      [32, 32],
    ]);
  });
});

describe("the Slack manifest", () => {
  const manifest = parse(
    readFileSync(new URL("../../manifests/slack/manifest.yaml", import.meta.url), "utf8"),
  );

  it("keeps Slack's lengths", () => {
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description.length).toBeLessThanOrEqual(140);
    expect(manifest.display_information.long_description.length).toBeGreaterThanOrEqual(175);
    expect(manifest.display_information.long_description.length).toBeLessThanOrEqual(4000);
    expect(manifest.features.bot_user.display_name.length).toBeLessThanOrEqual(80);
  });

  it("asks for the scope of every event and call that the code uses, and for no other", () => {
    const needed: Record<string, string[]> = {
      app_mention: ["app_mentions:read"],
      "message.channels": ["channels:history"],
      "message.groups": ["groups:history"],
      "message.im": ["im:history"],
      app_home_opened: [],
    };
    const forCalls: Record<string, string[]> = {
      "chat.postMessage": ["chat:write", "im:write"],
      "files.getUploadURLExternal": ["files:write"],
      "users.info": ["users:read", "users:read.email"],
      "assistant.threads.setStatus": ["assistant:write"],
      "conversations.join": ["channels:join"],
    };
    const events: string[] = manifest.settings.event_subscriptions.bot_events;
    expect(events.every((event) => event in needed)).toBe(true);
    const scopes = [...events.flatMap((event) => needed[event] ?? []), ...Object.values(forCalls).flat()];
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...new Set(scopes)].sort());
  });

  it("sends events and presses to the path that is served", () => {
    const { event_subscriptions, interactivity } = manifest.settings;
    for (const { request_url } of [event_subscriptions, interactivity]) {
      expect(new URL(request_url).pathname).toBe("/slack/events");
    }
  });
});

function pngSize(png: Uint8Array | undefined): [number, number] {
  const view = new DataView((png ?? new Uint8Array(24)).buffer, png?.byteOffset ?? 0);
  return [view.getUint32(16), view.getUint32(20)];
}
