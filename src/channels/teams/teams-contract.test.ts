import { afterAll } from "vitest";
import { channelContract } from "../../conversation/testing/channel-contract.js";
import { type FakeBotService, startFakeBotService } from "./testing/fake-bot-service.js";
import { teamsHarness } from "./testing/teams-harness.js";

const opened: FakeBotService[] = [];
afterAll(async () => {
  for (const service of opened) await service.close();
});

channelContract(
  "teams",
  async () => {
    const service = await startFakeBotService();
    opened.push(service);
    return teamsHarness(service);
  },
  { redelivery: true, echo: true, faults: true },
);
