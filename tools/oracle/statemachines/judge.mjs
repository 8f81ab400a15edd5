// Judges the state machines of templates: asl-validator reads them, JSONata's own
// library parses and runs their expressions, and scenarios walk them to the end.
//
//   node tools/oracle/statemachines/judge.mjs template.json ...
//
// sample.mjs is judged with them, and has to pass. So are the broken machines that
// broken.mjs makes of it, and have to be rejected: a judge that accepts everything
// proves nothing.
import { readFileSync } from "node:fs";
import validate from "asl-validator";
import { broken } from "./broken.mjs";
import { isExpression, unsound } from "./expressions.mjs";
import { machinesOf } from "./machines.mjs";
import { sample } from "./sample.mjs";
import { walk } from "./scenarios.mjs";

// asl-validator 4.0.0 takes no text for a plain one that is empty or has a newline,
// though both are valid in Step Functions; it gets another one in their place.
function readable(value) {
  if (typeof value === "string") return isExpression(value) || /^[^\r\n\u2028\u2029]+$/.test(value) ? value : "text";
  if (Array.isArray(value)) return value.map(readable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, readable(child)]));
}

async function judge(machine) {
  const { isValid, errors } = validate(readable(machine.definition));
  if (!isValid) return { wrong: errors.map((error) => `asl-validator: ${error.Message}`), count: 0 };
  const wrong = unsound(machine.definition);
  return wrong.length > 0 ? { wrong, count: 0 } : walk(machine);
}

let wrong = 0;
function report(line) {
  wrong++;
  console.error(line);
}

const files = process.argv.slice(2);
const machines = files.flatMap(machinesOf);
let count = 0;
for (const machine of [...sample(), ...machines]) {
  if (!machine.request) report(`${machine.where}: there is no request.<job>.json beside the template to compare with`);
  const found = await judge(machine);
  count += found.count;
  for (const line of found.wrong) report(`${machine.where}: ${line}`);
}
const rejected = broken();
for (const { mistake, machine, says } of rejected) {
  const found = (await judge(machine)).wrong;
  if (!found.some((line) => line.includes(says))) {
    report(`broken machine (${mistake}): nothing says ${JSON.stringify(says)}; ${found.length ? found.join("; ") : "it is accepted"}`);
  }
}
const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version;
console.log(
  `asl-validator ${version("asl-validator")}, jsonata ${version("jsonata")}: ${machines.length} state machines of ${files.length} templates, ` +
    `${count} scenarios, ${rejected.length} broken ones rejected, ${wrong} failures`,
);
process.exitCode = wrong > 0 ? 1 : 0;
