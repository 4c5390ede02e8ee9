import { afterAll } from "vitest";
import { channelContract } from "../../conversation/testing/channel-contract.js";
import { type FakeSlack, startFakeSlack } from "./testing/fake-slack.js";
import { slackHarness } from "./testing/slack-harness.js";

const opened: FakeSlack[] = [];
afterAll(async () => {
  for (const slack of opened) await slack.close();
});

channelContract(
  "slack",
  async () => {
    const slack = await startFakeSlack();
    opened.push(slack);
    return slackHarness(slack);
  },
  { redelivery: true, echo: true, faults: true },
);
