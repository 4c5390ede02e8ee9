import type { AgentPorts } from "../agents/ports.js";
import { addDays } from "../calendar/day.js";
import type { IsoDate } from "../contracts/dates.js";
import type { Workspace } from "../contracts/semantic-model.js";
import type { createProfiler } from "./profiler.js";
import { unboundedSet } from "./unbounded-set.js";

/** After every date that a table may hold, so that nothing is hidden while looking for the newest row. */
const END_OF_TIME: IsoDate = "9999-12-31";

/**
 * What "today" is: the override, the workspace's date, the clock's day in its time zone, or the day after the newest row
 * of all its views ("latest", found once).
 */
export function createAsOf(
  workspace: Workspace,
  profiler: ReturnType<typeof createProfiler>,
): AgentPorts["resolveAsOf"] {
  let latest: Promise<IsoDate> | null = null;
  return async (override, call) => {
    if (override !== null) return override;
    switch (workspace.asOf) {
      case "today":
        return dayIn(workspace.timezone, new Date());
      case "latest":
        latest ??= profiler(unboundedSet(workspace), END_OF_TIME, call).then((views) => {
          const newest = views
            .flatMap(({ lastDay }) => lastDay ?? [])
            .sort()
            .at(-1);
          return newest === undefined ? dayIn(workspace.timezone, new Date()) : addDays(newest, 1);
        });
        latest.catch(() => {
          latest = null;
        });
        return latest;
      default:
        return workspace.asOf;
    }
  };
}

function dayIn(timezone: string, moment: Date): IsoDate {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(moment);
}
