import type { ConfigProblem } from "../contracts/errors.js";
import type { ModelView } from "../contracts/semantic-model.js";
import { didYouMean } from "./closest-name.js";
import { parseWindowInterval, parseWindowRange } from "./window-range.js";

/** Checks the windows of measures: known order field, readable range and offset. */
export function checkWindows(view: ModelView, problems: ConfigProblem[]): void {
  const fields = view.fields.map((field) => field.name);
  for (const { name, window, place } of view.measures) {
    for (const { order, range, offset } of window) {
      if (!fields.some((field) => field.toLowerCase() === order.toLowerCase())) {
        problems.push({
          ...place,
          message: `The window of \`${name}\` is ordered by \`${order}\`, which is no field of this view.`,
          remedy: didYouMean(order, fields),
        });
      }
      if (parseWindowRange(range) === null) {
        problems.push({
          ...place,
          message: `The window of \`${name}\` has the range \`${range}\`.`,
          remedy: "Write current, cumulative, all, `trailing N unit` or `leading N unit`.",
        });
      }
      if (offset !== null && parseWindowInterval(offset) === null) {
        problems.push({
          ...place,
          message: `The window of \`${name}\` has the offset \`${offset}\`.`,
          remedy: "Write a number and a unit, such as -1 month.",
        });
      }
    }
  }
}
