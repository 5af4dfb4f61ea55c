import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { errorMessage, linksAt, linksOfFile, parseLinks, TemplateLink } from "../../src/links";

const text = `# Two templates.
template "clone" {
  name = "clone"
}

template "pages" {
  for_each = toset(["a", "b"])
  match {
    name = "pages*"
  }
}
`;
const lines = text.split("\n");

function link(address: string, line: number, filename = "main.pat.hcl"): TemplateLink {
  return { address, description: null, url: "https://github.com/", range: { filename, start: { line } } };
}

const links = [link("template.clone", 2), link('template.pages["a"]', 6), link('template.pages["b"]', 6)];

function addressesAt(line: number): string[] {
  return linksAt(links, lines, line).map((found) => found.address);
}

test("the template at the cursor is the one whose block contains it", () => {
  assert.deepEqual(addressesAt(2), ["template.clone"]);
  assert.deepEqual(addressesAt(3), ["template.clone"]);
  assert.deepEqual(addressesAt(4), ["template.clone"]);
});

test("a block with for_each has several templates", () => {
  assert.deepEqual(addressesAt(9), ['template.pages["a"]', 'template.pages["b"]']);
});

test("outside of templates, all of the file are offered", () => {
  assert.equal(addressesAt(1).length, 3);
  assert.equal(addressesAt(5).length, 3);
  assert.equal(addressesAt(12).length, 3);
});

test("the templates of a file are found below the directory of the configuration", () => {
  const all = [link("template.clone", 2), link("module.ci.template.deploy", 2, "teams/ci/main.pat.hcl")];
  const found = linksOfFile(all, resolve("/tokens"), resolve("/tokens/teams/ci/main.pat.hcl"));
  assert.deepEqual(found.map((one) => one.address), ["module.ci.template.deploy"]);
});

test("links are read from the output of render", () => {
  assert.deepEqual(parseLinks(JSON.stringify({ format_version: "1.0", templates: links })), links);
});

test("the message of a failure is the first error and its place", () => {
  const stderr = 'Warning: Unused local value\n\n  on a.pat.hcl:1:1:\n\nError: Unknown permission\n\n  on b.pat.hcl:42:20, in template "x":\n';
  assert.equal(errorMessage(stderr), 'Error: Unknown permission on b.pat.hcl:42:20, in template "x"');
  assert.equal(errorMessage("spawn patctl ENOENT"), "spawn patctl ENOENT");
  assert.equal(errorMessage("\n"), "patctl failed without a message.");
});
