import { expect, it } from "vitest";
import { createStatusLine } from "./status-line.js";

const PLACE = { channel: "C1", threadTs: "1.1" };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it("shows nothing of a quick answer, and of a longer one the newest words within a second", async () => {
  const sent: string[] = [];
  const line = createStatusLine(async (_, words) => void sent.push(words));
  line.show(PLACE, "reading");
  line.show(PLACE, "checking");
  await line.end(PLACE);
  await pause(400);
  expect(sent).toEqual([]);
  line.show(PLACE, "reading");
  line.show(PLACE, "querying");
  await pause(400);
  expect(sent).toEqual(["querying"]);
  line.show(PLACE, "answering");
  line.show({ ...PLACE, threadTs: "1.2" }, "elsewhere");
  await pause(400);
  expect(sent).toEqual(["querying", "elsewhere"]);
  await pause(600);
  expect(sent).toEqual(["querying", "elsewhere", "answering"]);
});

it("waits for a line that is under way, but not for ever, and lets its failure cost nothing else", async () => {
  let arrive: () => void = () => undefined;
  let ended = false;
  const line = createStatusLine(
    () =>
      new Promise((_, reject) => {
        arrive = () => reject(new Error("not allowed"));
      }),
  );
  line.show(PLACE, "reading");
  await pause(350);
  const ending = line.end(PLACE).then(() => {
    ended = true;
  });
  await pause(20);
  expect(ended).toBe(false);
  arrive();
  await ending;
  line.show(PLACE, "hangs");
  await pause(350);
  await line.end(PLACE);
});
