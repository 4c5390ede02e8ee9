/** Thrown inside the translation only; translate.ts turns it into a value. `construct` names what DuckDB would answer otherwise. */
export class Refusal extends Error {
  readonly construct: string;

  constructor(construct: string, message: string) {
    super(message);
    this.name = "Refusal";
    this.construct = construct;
  }
}

export function refuse(construct: string, why: string): Refusal {
  return new Refusal(construct, `${construct}: ${why}`);
}
