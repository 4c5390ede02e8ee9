/** A number short enough to stand at a bar: $1.86M, 12.4%, 318. `unit`: currency code, "ratio", or null. */
export function shortNumber(value: number, unit: string | null): string {
  if (unit === "ratio") {
    return value.toLocaleString("en-US", { style: "percent", maximumFractionDigits: percentDigits(value) });
  }
  const compact: Intl.NumberFormatOptions =
    Math.abs(value) < 1000
      ? { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 }
      : { notation: "compact", maximumSignificantDigits: 3 };
  const currency: Intl.NumberFormatOptions = isCurrency(unit) ? { style: "currency", currency: unit } : {};
  return value.toLocaleString("en-US", { ...currency, minimumFractionDigits: 0, ...compact });
}

/** Format of a value axis: a d3 format, and the Vega expression that puts the unit to its label. */
export function axisFormat(greatest: number, unit: string | null): { format: string; labelExpr: string } {
  if (unit === "ratio") return { format: greatest < 0.05 ? ".1%" : "~%", labelExpr: "datum.label" };
  const format = greatest >= 1000 ? "~s" : greatest >= 0.01 || greatest === 0 ? ",.2~f" : "~g";
  const scaled = "replace(replace(datum.label, 'G', 'B'), 'k', 'K')";
  const sign = isCurrency(unit) ? symbolOf(unit) : "";
  if (sign === "") return { format, labelExpr: `datum.value === 0 ? '0' : ${scaled}` };
  const quoted = JSON.stringify(sign);
  return {
    format,
    labelExpr: `datum.value === 0 ? ${quoted} + '0' : datum.value < 0 ? '−' + ${quoted} + substring(${scaled}, 1) : ${quoted} + ${scaled}`,
  };
}

function percentDigits(value: number): number {
  return Math.abs(value) >= 1 ? 0 : 1;
}

function isCurrency(unit: string | null): unit is string {
  return unit !== null && /^[A-Z]{3}$/.test(unit);
}

function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat("en-US", { style: "currency", currency }).formatToParts(1);
  const symbol = parts.find((part) => part.type === "currency")?.value ?? currency;
  return symbol.length === 3 ? `${symbol} ` : symbol;
}
