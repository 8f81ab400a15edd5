// JSONata in state machines: strings between {% and %}, judged by JSONata's own library.
import jsonata from "jsonata";

export function isExpression(text) {
  return typeof text === "string" && text.startsWith("{%") && text.endsWith("%}");
}

// Yields all strings of a definition with their paths.
export function* strings(value, at = "") {
  if (typeof value === "string") yield [at, value];
  if (value === null || typeof value !== "object") return;
  for (const [name, child] of Object.entries(value)) yield* strings(child, `${at}/${name}`);
}

// Returns what is wrong with the expressions of a definition before any is run.
export function unsound(definition) {
  return [...strings(definition)].flatMap(([at, text]) => {
    if (!isExpression(text)) return /\{%|%\}/.test(text) ? [`${at}: half an expression: ${text}`] : [];
    const source = text.slice(2, -2);
    try {
      jsonata(source);
    } catch (error) {
      return [`${at}: ${error.message}: ${text}`];
    }
    return /\$eval\b/.test(source) ? [`${at}: Step Functions has no $eval: ${text}`] : [];
  });
}

// Returns a value with its expressions replaced by what they give. An expression
// that gives nothing is an error, as in Step Functions.
export async function evaluate(value, bindings) {
  if (Array.isArray(value)) return Promise.all(value.map((child) => evaluate(child, bindings)));
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).map(async ([name, child]) => [name, await evaluate(child, bindings)]);
    return Object.fromEntries(await Promise.all(entries));
  }
  if (!isExpression(value)) return value;
  const expression = jsonata(value.slice(2, -2));
  expression.registerFunction("parse", (text) => JSON.parse(text));
  const result = await expression.evaluate(undefined, bindings);
  if (result === undefined) throw new Error(`${value} gives nothing`);
  return JSON.parse(JSON.stringify(result)); // without the marks of JSONata's own lists
}
