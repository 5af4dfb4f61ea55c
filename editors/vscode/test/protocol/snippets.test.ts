import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, TestContext } from "node:test";
import { run } from "../../src/program";
import { patctl } from "./program";
import { expand } from "./snippet";

const program = patctl();
const skip = program === undefined ? "There is no Go to build patctl with, and PATCTL is not set." : false;

type Snippets = Record<string, { body: string[] }>;

test("snippets make a valid configuration in canonical format", { skip }, async (t) => {
  const directory = writeConfiguration(t);
  assert.deepEqual(await run(program ?? "", ["fmt", "--check"], directory), { code: 0, stdout: "", stderr: "" });
  const { code, stderr } = await run(program ?? "", ["validate"], directory);
  assert.equal(code, 0, stderr);
});

test("snippets make test cases that can run", { skip }, async (t) => {
  const directory = writeConfiguration(t);
  const { code, stdout, stderr } = await run(program ?? "", ["test"], directory);
  // The link in the snippet is an example, so its case fails.
  assert.equal(code, 2, stdout + stderr);
  assert.match(stdout, /\b2 passed, 1 failed\b/);
});

/** writeConfiguration writes all snippets in one configuration. */
function writeConfiguration(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "patctl-"));
  t.after(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, "main.pat.hcl"), text("patctl"));
  writeFileSync(join(directory, "main.pattest.hcl"), text("patctl-test"));
  mkdirSync(join(directory, "teams/platform"), { recursive: true });
  writeFileSync(join(directory, "teams/platform/main.pat.hcl"), "");
  return directory;
}

function text(language: string): string {
  const snippets = JSON.parse(readFileSync(`snippets/${language}.json`, "utf8")) as Snippets;
  return Object.values(snippets).map(({ body }) => `${expand(body.join("\n"))}\n`).join("\n");
}
