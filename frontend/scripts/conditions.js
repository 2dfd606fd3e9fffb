// Works out the rules of a form's fields: a small, total evaluator of the JSON that portal/forms/conditions.py writes.
// The server has the last word: it drops what is hidden by the same rules. A comparison with what is empty is not true.

class NoValue extends Error {}

export function holds(rule, read) {
  try {
    return value(rule, read) === true;
  } catch (error) {
    if (error instanceof NoValue) return false;
    throw error;
  }
}

function value([operator, ...parts], read) {
  if (operator === "is") return parts[0];
  if (operator === "field") return read(parts[0], parts[1]);
  if (operator === "and") return parts.every((part) => truth(value(part, read)));
  if (operator === "or") return parts.some((part) => truth(value(part, read)));
  const operands = parts.map((part) => value(part, read));
  const work = OPERATORS[operator];
  if (!work) throw new NoValue();
  return work(...operands);
}

const OPERATORS = {
  "not": (a) => !truth(a),
  "==": same,
  "!=": (a, b) => !same(a, b),
  "<": (a, b) => order(a, b) < 0,
  "<=": (a, b) => order(a, b) <= 0,
  ">": (a, b) => order(a, b) > 0,
  ">=": (a, b) => order(a, b) >= 0,
  "in": (a, b) => contains(b, a),
  "not in": (a, b) => !contains(b, a),
  "contains": contains,
  "len": (a) => {
    if (typeof a !== "string" && !Array.isArray(a)) throw new NoValue();
    return a.length;
  },
  "empty": (a) => a === null || a === "" || (Array.isArray(a) && a.length === 0),
  "given": (a) => a !== null,
};

function truth(a) {
  if (typeof a !== "boolean") throw new NoValue();
  return a;
}

function same(a, b) {
  return Array.isArray(a) || Array.isArray(b) ? JSON.stringify(a) === JSON.stringify(b) : a === b;
}

function order(a, b) {
  if (typeof a !== typeof b || !["number", "string"].includes(typeof a)) throw new NoValue();
  return a < b ? -1 : a > b ? 1 : 0;
}

function contains(container, item) {
  if (typeof container === "string" && typeof item === "string") return container.includes(item);
  if (!Array.isArray(container)) throw new NoValue();
  return container.some((each) => same(each, item));
}
