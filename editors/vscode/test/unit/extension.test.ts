import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { ExtensionContext } from "vscode";
import manifest from "../../package.json";
import { activate, deactivate } from "../../src/extension";
import { running } from "../fake/languageclient";
import { editor, openDocument } from "../fake/vscode";

// The tests start a program that is a shell script.
const skip = process.platform === "win32" ? "needs a shell" : false;
const url = "https://github.com/settings/personal-access-tokens/new?name=R%26D+%231&contents=read";

let directory = "";

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), "patctl-")));
  cpSync("../../examples/octo-org", directory, { recursive: true });
  const properties: Record<string, { default: unknown }> = manifest.contributes.configuration.properties;
  const defaults = Object.entries(properties).map(([name, property]) => [name.replace("patctl.", ""), property.default]);
  const path = ["templates.pat.hcl", "teams.pat.hcl", "teams/service/main.pat.hcl"].map((file) => join(directory, file));
  const settings = { ...Object.fromEntries(defaults), path: installProgram() };
  Object.assign(editor, { answer: undefined, clipboard: "", files: path, messages: [], opened: [], picks: [], settings, tasks: [], trusted: true });
});

afterEach(async () => {
  await deactivate();
  rmSync(directory, { recursive: true });
});

/** installProgram returns a program that answers like patctl. */
function installProgram(): string {
  const template = (address: string, filename: string, line: number) => {
    return { address, description: null, url, range: { filename, start: { line } } };
  };
  const templates = [
    template("template.clone", "templates.pat.hcl", 6),
    template('module.service["api"].template.release', "teams/service/main.pat.hcl", 35),
    template('module.service["web"].template.release', "teams/service/main.pat.hcl", 35),
  ];
  writeFileSync(join(directory, "links.json"), JSON.stringify({ templates }));
  return script(`case "$*" in "lsp --help") ;; "render --json") cat links.json ;; *) exit 1 ;; esac`);
}

function script(body: string): string {
  const path = join(directory, "patctl");
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

async function start(): Promise<void> {
  await activate({ subscriptions: [] } as unknown as ExtensionContext);
}

async function execute(command: string): Promise<void> {
  const handler = editor.commands.get(command) ?? assert.fail(`${command} is not registered.`);
  await handler();
}

test("the extension registers the commands of the manifest, and leaves the server's to the client", { skip }, async () => {
  await start();
  assert.deepEqual([...editor.commands.keys()].sort(), manifest.contributes.commands.map(({ command }) => command).sort());
});

test("it starts one language server, also after a restart", { skip }, async () => {
  await start();
  await Promise.all([execute("patctl.restart"), execute("patctl.restart")]);
  const servers = [...running].map((client) => client.server);
  assert.deepEqual(servers, [{ command: editor.settings["path"], args: ["lsp"] }]);
  await deactivate();
  assert.equal(running.size, 0);
});

test("it starts nothing before the workspace is trusted", { skip }, async () => {
  editor.trusted = false;
  await start();
  assert.equal(running.size, 0);
  editor.trusted = true;
  await editor.grantTrust();
  assert.equal(running.size, 1);
});

test("a missing program is reported, with the page that says how to install it", async () => {
  Object.assign(editor.settings, { path: "/there/is/no/patctl" });
  editor.answer = "Open Installation Page";
  await start();
  assert.deepEqual(editor.messages, ['"/there/is/no/patctl" can\'t be started. Install patctl, or set "patctl.path" to the program.']);
  assert.deepEqual(editor.opened, [{ parsed: "https://github.com/patctl/patctl#install" }]);
  assert.equal(running.size, 0);
});

test("an old program is reported, with the setting for another one", { skip }, async () => {
  script("exit 1");
  editor.answer = "Open Settings";
  await start();
  assert.match(editor.messages[0] ?? "", /has no language server. Install a newer version of patctl/);
  assert.deepEqual(editor.opened, ["workbench.action.openSettings patctl.path"]);
});

test("links that the server opens reach the browser as they are", { skip }, async () => {
  await start();
  const [client] = running;
  const { showDocument } = client?.options.middleware?.window ?? {};
  const result = await showDocument?.({ uri: url, external: true }, null as never, () => assert.fail());
  assert.deepEqual(result, { success: true });
  assert.deepEqual(editor.opened, [url]);
});

test("completion goes on with the list of the values", { skip }, async () => {
  await start();
  const [client] = running;
  const item = { label: "contents", insertText: { value: 'contents = "$1"' }, command: undefined };
  const provide = client?.options.middleware?.provideCompletionItem;
  await provide?.(null as never, null as never, null as never, null as never, () => [item] as never);
  assert.deepEqual(item.command, { command: "editor.action.triggerSuggest", title: "", arguments: [{ auto: true }] });
});

test("code lenses and inlay hints can be turned off", { skip }, async () => {
  await start();
  const [client] = running;
  const middleware = client?.options.middleware ?? {};
  const ask = (): unknown[] => [
    middleware.provideCodeLenses?.(null as never, null as never, () => "lenses" as never),
    middleware.provideInlayHints?.(null as never, null as never, null as never, () => "hints" as never),
  ];
  assert.deepEqual(ask(), ["lenses", "hints"]);
  Object.assign(editor.settings, { codeLens: false, inlayHints: false });
  assert.deepEqual(ask(), [[], []]);
});

test("render opens the link of the template at the cursor as it is", { skip }, async () => {
  openDocument(join(directory, "templates.pat.hcl"), 8);
  editor.answer = "Open Link";
  await start();
  await execute("patctl.render");
  assert.deepEqual(editor.messages, ["The link of template.clone is ready."]);
  assert.deepEqual(editor.opened, [url]);
});

test("render finds the templates of a module in the configuration that uses it", { skip }, async () => {
  openDocument(join(directory, "teams/service/main.pat.hcl"), 36);
  editor.answer = "Copy Link";
  await start();
  await execute("patctl.render");
  assert.deepEqual(editor.picks, [['module.service["api"].template.release', 'module.service["web"].template.release']]);
  assert.equal(editor.clipboard, url);
});

test("render shows the first error of the configuration", { skip }, async () => {
  script(`[ "$1" = lsp ] || { printf 'Error: Unknown permission\\n\\n  on a.pat.hcl:1:2:\\n' >&2; exit 1; }`);
  openDocument(join(directory, "templates.pat.hcl"), 8);
  await start();
  await execute("patctl.render");
  assert.deepEqual(editor.messages, ["Error: Unknown permission on a.pat.hcl:1:2"]);
});

test("plan and test run in the directory of the configuration, without a shell", { skip }, async () => {
  const cases = join(directory, "tests/templates.pattest.hcl");
  await start();
  openDocument(join(directory, "teams/service/main.pat.hcl"), 1);
  await execute("patctl.plan");
  await execute("patctl.test");
  openDocument(cases, 1);
  await execute("patctl.test");
  assert.deepEqual(editor.tasks.map((task) => task.args), [["plan"], ["test"], ["test", cases]]);
  assert.deepEqual(new Set(editor.tasks.map((task) => task.options.cwd)), new Set([directory]));
});

test("a workspace without a configuration is reported", { skip }, async () => {
  editor.files = [];
  await start();
  openDocument("/etc/hosts", 1);
  await execute("patctl.plan");
  assert.deepEqual(editor.messages, ["The workspace has no files whose names end in .pat.hcl or .pat.json."]);
});
