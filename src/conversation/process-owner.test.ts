import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { deadOwners, endOwner, newOwner } from "./process-owner.js";

describe("deadOwners", () => {
  it("names those of this host that are gone, and no other", () => {
    const self = newOwner();
    const sibling = newOwner();
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    const dead = `${hostname()}/${gone}/x`;
    const earlierLife = `${hostname()}/${process.pid}/before a restart with the same process id`;
    const elsewhere = `another-host/${gone}/x`;
    const init = `${hostname()}/1/x`;
    const found = deadOwners([self, sibling, dead, earlierLife, elsewhere, init], self);
    expect(found).toEqual([dead, earlierLife]);
    endOwner(sibling);
    expect(deadOwners([sibling], self)).toEqual([sibling]);
  });
});
