import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

const living = new Set<string>();

/** A name for this process's work: host, process id, and what no later process with the same two repeats. */
export function newOwner(): string {
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  living.add(owner);
  return owner;
}

/** Says that this owner's work has ended. */
export function endOwner(owner: string): void {
  living.delete(owner);
}

/** Those owners that certainly live no more: processes of this host that are gone. Owners on other hosts are left to their lease. */
export function deadOwners(owners: readonly string[], self: string): string[] {
  const [selfHost, selfPid] = self.split("/");
  return owners.filter((owner) => {
    const [host, pid] = owner.split("/");
    if (living.has(owner) || host !== selfHost || pid === undefined) return false;
    return pid === selfPid || !isRunning(Number(pid));
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && Reflect.get(error, "code") === "EPERM";
  }
}
