// The state machines of a template, as CloudFormation makes them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

// Stands for whatever CloudFormation fills in.
export const filledIn = "arn:aws:iam::123456789012:role/filled-in-when-it-is-deployed";

// Returns a template's machines: {where, definition, request}. The request is what
// smgen says of the job (request.<job>.json beside the template), if it is there.
export function machinesOf(file) {
  const { Resources } = JSON.parse(readFileSync(file, "utf8"));
  return Object.entries(Resources)
    .filter(([, resource]) => resource.Type === "AWS::StepFunctions::StateMachine")
    .map(([name, { Properties }]) => ({
      where: `${file}: ${name}`,
      definition: JSON.parse(resolve(Properties.DefinitionString)),
      request: requestOf(path.dirname(file), name),
    }));
}

function resolve(value) {
  if (typeof value === "string") return value.replaceAll(/\{\{resolve:[^}]*\}\}/g, filledIn);
  const [delimiter, parts] = value["Fn::Join"] ?? [];
  return Array.isArray(parts) ? parts.map(resolve).join(delimiter) : filledIn;
}

function requestOf(dir, logicalID) {
  const files = existsSync(dir) ? readdirSync(dir).filter((name) => /^request\..*\.json$/.test(name)) : [];
  const found = files.find((name) => logicalID.startsWith(pascal(name.slice("request.".length, -".json".length)) + "StateMachine"));
  return found && JSON.parse(readFileSync(path.join(dir, found), "utf8"));
}

function pascal(job) {
  return job.replaceAll(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, __, letter) => letter.toUpperCase());
}

// Returns the paths at which an actual request differs from what smgen says of it.
// There ${run:id} and ${run:time} stand for the run, and every other ${…} for what
// CloudFormation fills in; a user's text may look the same and then means itself.
export function differences(said, actual, run, at = "request") {
  if (typeof said === "string" && typeof actual === "string") {
    return pattern(said, run).test(actual) ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(said)}`];
  }
  if (/^\$\{[^}]*\}$/.test(said) && Array.isArray(actual) && actual.length > 0) return []; // a list that CloudFormation fills in
  if (said === null || actual === null || typeof said !== "object" || typeof actual !== "object") {
    return said === actual ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(said)}`];
  }
  const names = new Set([...Object.keys(said), ...Object.keys(actual)]);
  return [...names].flatMap((name) => differences(said[name] ?? null, actual[name] ?? null, run, `${at}.${name}`));
}

function pattern(said, run) {
  const parts = said.split(/(\$\{[^}]*\})/).map((part) => {
    const literal = part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    if (!part.startsWith("${")) return literal;
    const value = part.startsWith("${run:") ? run[part.slice("${run:".length, -1)] : ".*";
    return `(${literal}|${value})`;
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}
