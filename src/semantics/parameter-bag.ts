import type { IsoDate } from "../contracts/dates.js";
import type { Parameters, ParameterValue } from "../contracts/policy.js";

/** Collects bound values of one statement as :p1, :p2 …; equal values share a name, so equal queries give equal text. */
export class ParameterBag {
  private readonly names = new Map<string, string>();
  private readonly values: Parameters = {};

  add(value: ParameterValue): string {
    const key = JSON.stringify(value);
    const known = this.names.get(key);
    if (known) return `:${known}`;
    const name = `p${this.names.size + 1}`;
    this.names.set(key, name);
    this.values[name] = value;
    return `:${name}`;
  }

  /** A day, typed as DATE so that comparisons with DATE columns prune. */
  addDate(date: IsoDate): string {
    return `CAST(${this.add({ type: "date", value: date })} AS DATE)`;
  }

  toParameters(): Parameters {
    return { ...this.values };
  }
}
