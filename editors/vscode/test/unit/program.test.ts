import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, TestContext } from "node:test";
import { findProblem, programPath, run } from "../../src/program";

test("the setting names a program in PATH, an absolute path, or one in the home directory", () => {
  assert.equal(programPath(""), "patctl");
  assert.equal(programPath(" patctl "), "patctl");
  assert.equal(programPath("/opt/patctl"), "/opt/patctl");
  assert.equal(programPath("~/bin/patctl", "/home/mona"), join("/home/mona", "bin/patctl"));
  assert.equal(programPath("~mona/patctl", "/home/octocat"), "~mona/patctl");
});

const skip = process.platform === "win32" ? "needs a shell" : false;

test("a program that isn't there is missing", async () => {
  assert.equal(await findProblem("/there/is/no/patctl"), "missing");
  assert.equal(await findProblem(tmpdir()), "missing");
});

test("a program without the command lsp is outdated", { skip }, async (t) => {
  const old = script(t, 'echo "Error: Unknown command" >&2; exit 1');
  assert.equal(await findProblem(old), "outdated");
});

test("a program with the command lsp has no problem", { skip }, async (t) => {
  const current = script(t, '[ "$*" = "lsp --help" ]');
  assert.equal(await findProblem(current), undefined);
});

test("arguments reach the program as they are, and an exit code is no error", { skip }, async (t) => {
  const program = script(t, 'printf "%s|" "$@"; pwd >&2; exit 2');
  const result = await run(program, ["render", 'template.release["a b"]', "$HOME"], "/");
  assert.deepEqual(result, { code: 2, stdout: 'render|template.release["a b"]|$HOME|', stderr: "/\n" });
});

function script(t: TestContext, body: string): string {
  const directory = mkdtempSync(join(tmpdir(), "patctl-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "patctl");
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}
