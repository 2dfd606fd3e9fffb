// Lints diagrams with bpmnlint's correctness rules: `node lint.mjs FRONTEND FILE...` prints one JSON object, file -> problems.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [frontend, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(frontend, "package.json"));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);

const { BpmnModdle } = await load("bpmn-moddle");
const { default: Linter } = await load("bpmnlint/lib/linter.js");
const { default: NodeResolver } = await load("bpmnlint/lib/resolver/node-resolver.js");

const report = {};
for (const file of files) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(readFileSync(file, "utf8"));
  const linter = new Linter({ resolver: new NodeResolver({ require }), config: { extends: "bpmnlint:correctness" } });
  const results = await linter.lint(rootElement);
  const problems = Object.entries(results).flatMap(([rule, found]) =>
    found.filter((one) => one.category === "error").map((one) => `${rule} ${one.id}: ${one.message}`),
  );
  report[file] = [...warnings.map((warning) => `import: ${warning.message}`), ...problems];
}
console.log(JSON.stringify(report));
