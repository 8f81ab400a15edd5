// Prints what AWS's validator finds in templates, one JSON object a line:
// {"file", "rule", "severity", "resource", "type", "path", "message"}.
//
//   node validate.mjs template.json ...
//   node validate.mjs < list-of-paths
//
// Findings do not change the exit status: 0 says that every template was judged,
// 1 that the validator itself failed.
//
// The validator is the 1.14.0 that aws-cdk-lib 2.276.0 carries: the first stable
// release, with the schemas and Lambda runtimes of its day. The package of its own
// on npm stops at 1.9.0-beta.
import { readFileSync } from "node:fs";

const module = "./node_modules/aws-cdk-lib/node_modules/@aws/cloudformation-validate/index.js";
const { CompositeEngine, TemplateContent } = await import(new URL(module, import.meta.url));

const paths = process.argv.length > 2 ? process.argv.slice(2) : linesOf(readFileSync(0, "utf8"));
// Notes are left out: they say of every name that it is create-only, of every
// Fn::Join that Fn::Sub is nicer, and nothing about being right.
const options = { detailLevel: "STANDARD", severityLevel: "WARN" };
const engine = new CompositeEngine();
try {
  for (const path of paths) {
    const report = engine.validateTemplate(new TemplateContent(readFileSync(path), path), options);
    for (const d of report.diagnostics) console.log(JSON.stringify(findingOf(path, d)));
  }
} finally {
  engine.free();
}

function findingOf(file, d) {
  return {
    file,
    rule: d.ruleId,
    severity: d.severity,
    resource: d.entity?.logicalId ?? "",
    type: d.entity?.resourceType ?? "",
    path: d.propertyPath ?? "",
    message: d.message,
  };
}

function linesOf(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
