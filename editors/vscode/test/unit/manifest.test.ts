import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

function readJSON(path: string): any {
  return JSON.parse(readFileSync(path, "utf8"));
}

const manifest = readJSON("package.json");
const { contributes } = manifest;

test("the workspace can't choose the program", () => {
  assert.equal(contributes.configuration.properties["patctl.path"].scope, "machine");
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
});

test("files that the manifest names exist", () => {
  const paths: string[] = [
    manifest.icon,
    ...contributes.languages.map((language: { configuration: string }) => language.configuration),
    ...contributes.grammars.map((grammar: { path: string }) => grammar.path),
    ...contributes.snippets.map((snippets: { path: string }) => snippets.path),
  ];
  assert.deepEqual(paths.filter((path) => !existsSync(path)), []);
});

// The schema is made from the table of the language, so a new block is in it.
test("the grammar knows every block of the language", () => {
  const schema = readJSON("../../docs/schemas/pat.schema.json");
  const blocks = Object.keys(schema.$defs).filter((name) => name !== "expression");
  assert.deepEqual(blocks.sort(), blocksOf("syntaxes/patctl.tmLanguage.json", "block"));
});

test("snippets begin with a block that the grammar knows", () => {
  for (const [language, rule] of [["patctl", "block"], ["patctl-test", "case"]] as const) {
    const blocks = blocksOf(`syntaxes/${language}.tmLanguage.json`, rule);
    const snippets: { body: string[] }[] = Object.values(readJSON(`snippets/${language}.json`));
    const first = snippets.map((snippet) => snippet.body[0]?.split(" ")[0] ?? "");
    assert.deepEqual(first.filter((name) => !blocks.includes(name)), []);
  }
});

function blocksOf(path: string, rule: string): string[] {
  const begin: string = readJSON(path).repository[rule].begin;
  const names = /\(([a-z|]+)\)/.exec(begin)?.[1] ?? "";
  return names.split("|").sort();
}
