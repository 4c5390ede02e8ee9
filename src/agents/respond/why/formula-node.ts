/** Arithmetic over aggregates, by their positions. */
export type FormulaNode =
  | { kind: "constant"; value: number | null }
  | { kind: "atom"; index: number }
  | { kind: "binary"; op: "+" | "-" | "*" | "/"; left: FormulaNode; right: FormulaNode }
  | { kind: "nullif"; operand: FormulaNode; equals: FormulaNode }
  | { kind: "coalesce"; operands: FormulaNode[] }
  | { kind: "abs"; operand: FormulaNode };

/** The value for given aggregates, as SQL has it: null where an operand is null, or the divisor 0. */
export function formulaValue(node: FormulaNode, atoms: readonly number[]): number | null {
  switch (node.kind) {
    case "constant":
      return node.value;
    case "atom":
      return atoms[node.index] ?? null;
    case "binary": {
      const [left, right] = [formulaValue(node.left, atoms), formulaValue(node.right, atoms)];
      return left === null || right === null ? null : calculated(node.op, left, right);
    }
    case "nullif": {
      const operand = formulaValue(node.operand, atoms);
      return operand === formulaValue(node.equals, atoms) ? null : operand;
    }
    case "coalesce":
      return (
        node.operands.map((operand) => formulaValue(operand, atoms)).find((value) => value !== null) ?? null
      );
    case "abs": {
      const operand = formulaValue(node.operand, atoms);
      return operand === null ? null : Math.abs(operand);
    }
  }
}

/** Is it a sum of aggregates times constants, so that members' values add up to the whole's? */
export function isLinear(node: FormulaNode): boolean {
  switch (node.kind) {
    case "atom":
      return true;
    case "binary":
      if (node.op === "+" || node.op === "-") return isLinear(node.left) && isLinear(node.right);
      if (node.op === "*")
        return (
          (isConstant(node.left) && isLinear(node.right)) || (isLinear(node.left) && isConstant(node.right))
        );
      return isLinear(node.left) && isConstant(node.right);
    case "nullif":
    case "coalesce":
      return isLinear(unwrapped(node)) && unwrapped(node) !== node;
    default:
      return false;
  }
}

/** The node as `scale · numerator / denominator` plus a constant, both linear; null where it has another form. */
export function scaledQuotient(
  node: FormulaNode,
): { scale: number; numerator: FormulaNode; denominator: FormulaNode } | null {
  const bare = unwrapped(node);
  if (bare !== node) return scaledQuotient(bare);
  if (node.kind !== "binary") return null;
  const { op, left, right } = node;
  const denominator = unwrapped(right);
  if (op === "/" && isLinear(left) && isLinear(denominator))
    return { scale: 1, numerator: left, denominator };
  const [constant, other, sign] = isConstant(left) ? [left, right, op === "-" ? -1 : 1] : [right, left, 1];
  const factor = formulaValue(constant, []);
  const inner = isConstant(constant) && factor !== null ? scaledQuotient(other) : null;
  if (inner === null || factor === null) return null;
  if (op === "*") return { ...inner, scale: inner.scale * factor };
  if (op === "+" || op === "-") return { ...inner, scale: inner.scale * sign };
  return other === left && factor !== 0 ? { ...inner, scale: inner.scale / factor } : null;
}

/** Without NULLIF(x, 0) and COALESCE(x, 0) around it, which change nothing where there is a value. */
function unwrapped(node: FormulaNode): FormulaNode {
  if (node.kind === "nullif" && isZero(node.equals)) return unwrapped(node.operand);
  const [first, second] = node.kind === "coalesce" ? node.operands : [];
  return first && second && isZero(second) ? unwrapped(first) : node;
}

function isConstant(node: FormulaNode): boolean {
  return (
    node.kind === "constant" || (node.kind === "binary" && isConstant(node.left) && isConstant(node.right))
  );
}

function isZero(node: FormulaNode): boolean {
  return node.kind === "constant" && node.value === 0;
}

function calculated(op: "+" | "-" | "*" | "/", left: number, right: number): number | null {
  if (op === "+") return left + right;
  if (op === "-") return left - right;
  if (op === "*") return left * right;
  return right === 0 ? null : left / right;
}
