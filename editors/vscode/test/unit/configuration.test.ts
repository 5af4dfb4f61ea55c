import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { ConfigurationFile, isTestFile, moduleDirectories, rootDirectories } from "../../src/configuration";

const root = resolve("/tokens");

function file(path: string, text = ""): ConfigurationFile {
  return { path: resolve(root, path), text };
}

test("modules are found in both syntaxes", () => {
  const hcl = 'module "ci" {\n  source   = "./teams/ci"\n  for_each = var.x\n}\nmodule "y" { source = "../y" }\n';
  assert.deepEqual(moduleDirectories(file("main.pat.hcl", hcl)), [resolve(root, "teams/ci"), resolve("/y")]);
  const json = '{"module": {"ci": {"source": "./teams/ci"}}}';
  assert.deepEqual(moduleDirectories(file("main.pat.json", json)), [resolve(root, "teams/ci")]);
});

test("an argument with a longer name is no module", () => {
  const text = 'resource = "./x"\ndata_source = "./y"\n';
  assert.deepEqual(moduleDirectories(file("main.pat.hcl", text)), []);
});

test("the root of a module is the configuration that uses it, also through another module", () => {
  const files = [
    file("main.pat.hcl", 'module "a" { source = "./a" }'),
    file("a/main.pat.hcl", 'module "b" { source = "../b" }'),
    file("b/main.pat.hcl"),
    file("other/main.pat.hcl"),
  ];
  assert.deepEqual(rootDirectories(resolve(root, "b/main.pat.hcl"), files), [root]);
  assert.deepEqual(rootDirectories(resolve(root, "other/main.pat.hcl"), files), [resolve(root, "other")]);
});

test("a module of several configurations has several roots", () => {
  const files = [
    file("two/main.pat.hcl", 'module "m" { source = "../m" }'),
    file("one/main.pat.hcl", 'module "m" { source = "../m" }'),
    file("m/main.pat.hcl"),
  ];
  assert.deepEqual(rootDirectories(resolve(root, "m/main.pat.hcl"), files), [resolve(root, "one"), resolve(root, "two")]);
});

test("modules that include each other have no root, and the search ends", () => {
  const files = [
    file("a/main.pat.hcl", 'module "b" { source = "../b" }'),
    file("b/main.pat.hcl", 'module "a" { source = "../a" }'),
  ];
  assert.deepEqual(rootDirectories(resolve(root, "a/main.pat.hcl"), files), []);
});

test("test files belong to the configuration beside or above them", () => {
  const files = [file("main.pat.hcl"), file("tests/inner/main.pat.hcl")];
  assert.deepEqual(rootDirectories(resolve(root, "tests/a.pattest.hcl"), files), [root]);
  assert.deepEqual(rootDirectories(resolve(root, "a.pattest.hcl"), files), [root]);
  assert.deepEqual(rootDirectories(resolve(root, "tests/inner/a.pattest.hcl"), files), [resolve(root, "tests/inner")]);
  assert.ok(isTestFile("a.pattest.hcl"));
  assert.ok(!isTestFile("a.pat.hcl"));
});
