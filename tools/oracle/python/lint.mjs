// Asks ruff and pyright about Python files: rules, formatting and types.
//
//   node tools/oracle/python/lint.mjs file.py ...
//   node tools/oracle/python/lint.mjs --write file.py ...   formats them first
//
// broken.py is judged with them and must be rejected: a judge that accepts
// everything proves nothing. A finding that is wrong is silenced at its line, by
// "noqa" for ruff and "pyright: ignore[rule]" for pyright.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PositionEncoding, Workspace } from "@astral-sh/ruff-wasm-nodejs";

const here = fileURLToPath(new URL(".", import.meta.url));
const sample = path.join(here, "broken.py");
const mistakes = {
  ruff: ["E401", "E722", "F841", "I001", "S102", "format"],
  pyright: ["reportAssignmentType", "reportCallIssue", "reportMissingParameterType"],
};

const ruff = new Workspace(
  {
    "line-length": 120,
    "target-version": "py311",
    lint: {
      select: ["E", "F", "W", "I", "N", "UP", "B", "C4", "PIE", "PTH", "RET", "RUF", "S", "SIM"],
      ignore: [
        "S105", // the ARN of a secret is no secret
        "S310", // addresses are the operator's own
        "S603", // so are the arguments of programs
      ],
    },
  },
  PositionEncoding.Utf32,
);

function askRuff(files) {
  return files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const findings = ruff.check(text).map((d) => ({ file, line: d.start_location.row, rule: d.code ?? "syntax", message: d.message }));
    if (findings.some((f) => f.rule === "syntax") || ruff.format(text) === text) return findings;
    const next = "not formatted: node tools/oracle/python/lint.mjs --write " + path.relative("", file);
    return [...findings, { file, line: 1, rule: "format", message: next }];
  });
}

function askPyright(files) {
  const command = path.join(here, "node_modules/pyright/index.js");
  const { stdout, stderr } = spawnSync("node", [command, "--project", here, "--outputjson", ...files], { encoding: "utf8" });
  if (!stdout.startsWith("{")) throw new Error(`pyright failed: ${stderr || stdout}`);
  return JSON.parse(stdout).generalDiagnostics.map((d) => ({
    file: d.file, line: d.range.start.line + 1, rule: d.rule ?? "syntax", message: d.message,
  }));
}

// Prints what a judge finds, and whether it sees all mistakes of the sample.
function agrees(judge, count, findings) {
  const seen = new Set(findings.filter((f) => f.file === sample).map((f) => f.rule));
  const missed = mistakes[judge].filter((rule) => !seen.has(rule));
  const wrong = findings.filter((f) => f.file !== sample);
  for (const f of wrong) console.error(`${path.relative("", f.file)}:${f.line}: ${f.rule}: ${f.message}`);
  if (missed.length > 0) console.error(`${judge}: does not see ${missed} in ${path.relative("", sample)}`);
  const { version } = JSON.parse(readFileSync(path.join(here, "node_modules", packages[judge], "package.json"), "utf8"));
  console.log(`${judge} ${version}: ${count} files, ${wrong.length} findings`);
  return missed.length === 0 && wrong.length === 0;
}

const packages = { ruff: "@astral-sh/ruff-wasm-nodejs", pyright: "pyright" };
const write = process.argv[2] === "--write";
const files = process.argv.slice(write ? 3 : 2).map((file) => path.resolve(file)).filter((file) => file !== sample);
if (write) for (const file of files) writeFileSync(file, ruff.format(readFileSync(file, "utf8")));
const verdicts = [
  agrees("ruff", files.length, askRuff([sample, ...files])),
  agrees("pyright", files.length, askPyright([sample, ...files])),
];
process.exitCode = files.length > 0 && verdicts.every(Boolean) ? 0 : 1;
