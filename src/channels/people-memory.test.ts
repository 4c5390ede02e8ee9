import { expect, it, vi } from "vitest";
import { rememberPeople } from "./people-memory.js";

const person = (id: string) => ({ id, name: null, email: `${id}@example.com` });

it("asks once in ten minutes, and once for those who come together", async () => {
  let now = 0;
  const asked: string[] = [];
  const find = rememberPeople(
    async (id: string) => {
      asked.push(id);
      return person(id);
    },
    { keyOf: (id) => id, now: () => now },
  );
  expect(await Promise.all([find("a"), find("a"), find("b")])).toEqual([
    person("a"),
    person("a"),
    person("b"),
  ]);
  now = 599_999;
  await find("a");
  expect(asked).toEqual(["a", "b"]);
  now = 600_000;
  await find("a");
  expect(asked).toEqual(["a", "b", "a"]);
});

it("remembers no failure, and waits two seconds for a slow platform, whose reply counts for the next time", async () => {
  vi.useFakeTimers();
  try {
    const replies = [
      Promise.reject(new Error("503")),
      new Promise<ReturnType<typeof person>>((resolve) => setTimeout(resolve, 5000, person("a"))),
    ];
    const find = rememberPeople(() => replies.shift() ?? Promise.reject(new Error("asked again")), {
      keyOf: () => "a",
      now: Date.now,
    });
    await expect(find("a")).rejects.toThrow("503");
    const slow = expect(find("a")).rejects.toThrow("in time");
    await vi.advanceTimersByTimeAsync(2001);
    await slow;
    await vi.advanceTimersByTimeAsync(3000);
    expect(await find("a")).toEqual(person("a"));
  } finally {
    vi.useRealTimers();
  }
});
