import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CancellationTokenSource,
  CodeAction,
  CodeActionRequest,
  CodeLens,
  CodeLensRequest,
  CodeLensResolveRequest,
  CompletionItem,
  CompletionRequest,
  DefinitionRequest,
  DiagnosticSeverity,
  DocumentFormattingRequest,
  DocumentLinkRequest,
  DocumentSymbol,
  DocumentSymbolRequest,
  ExecuteCommandRequest,
  HoverRequest,
  InlayHintRequest,
  Location,
  Position,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SemanticTokensRequest,
  ServerCapabilities,
  SignatureHelpRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import { run } from "../../src/program";
import { Client } from "./client";
import { patctl } from "./program";
import { applyEdits, editsByFile, positionOf, textIn, Workspace } from "./workspace";

const program = patctl();
const skip = program === undefined ? "There is no Go to build patctl with, and PATCTL is not set." : false;
const formURL = "https://github.com/settings/personal-access-tokens/new?";

test("a session of an editor", { skip, timeout: 120_000 }, async (t) => {
  const workspace = new Workspace();
  const client = new Client(program ?? "", workspace);
  const { connection } = client;
  t.after(() => {
    client.kill();
    workspace.remove();
  });
  let capabilities: ServerCapabilities = {};
  let templates = "";

  /** at returns the parameters of a request about a place in an open document. */
  function at(uri: string, before: string, after = ""): { textDocument: { uri: string }; position: Position } {
    return { textDocument: { uri }, position: positionOf(client.text(uri), before, after) };
  }

  await t.test("initialize names what the server does", async () => {
    ({ capabilities } = await client.initialize());
    const names = [
      "codeActionProvider",
      "codeLensProvider",
      "completionProvider",
      "definitionProvider",
      "documentFormattingProvider",
      "documentLinkProvider",
      "documentSymbolProvider",
      "executeCommandProvider",
      "hoverProvider",
      "inlayHintProvider",
      "referencesProvider",
      "renameProvider",
      "semanticTokensProvider",
      "signatureHelpProvider",
      "textDocumentSync",
      "workspaceSymbolProvider",
    ] as const;
    assert.deepEqual(names.filter((name) => !capabilities[name]), []);
    assert.deepEqual(capabilities.executeCommandProvider?.commands, ["patctl.openLink"]);
  });

  await t.test("a mistake is reported while it is typed", async () => {
    templates = await client.openFile("templates.pat.hcl", "patctl");
    await client.replace(templates, "{ statuses =", "{ statuse =");
    const [mistake] = await client.published(templates, (diagnostics) => diagnostics.length > 0);
    assert.match(String(mistake?.message), /statuse/);
    assert.equal(mistake?.source, "patctl");
    assert.equal(mistake?.severity, DiagnosticSeverity.Error);
    assert.ok(mistake?.code);
    assert.match(textIn(client.text(templates), mistake?.range), /statuse/);
  });

  // A failure of one step leaves no edits for the next ones.
  t.afterEach(() => client.restore(templates));

  await t.test("a code action mends it, and the report is gone", async () => {
    const diagnostics = await client.published(templates, (found) => found.length > 0);
    const range = diagnostics[0]?.range ?? assert.fail();
    const params = { textDocument: { uri: templates }, range, context: { diagnostics } };
    const actions = (await connection.sendRequest(CodeActionRequest.type, params)) ?? [];
    const action = actions.find((one): one is CodeAction => CodeAction.is(one) && one.kind === "quickfix");
    assert.match(action?.title ?? "", /statuses/);
    const edits = editsByFile(action?.edit ?? {});
    assert.deepEqual([...edits.keys()], [templates]);
    await client.edit(templates, edits.get(templates) ?? []);
    assert.equal(client.text(templates), workspace.read(templates));
    assert.deepEqual(await client.published(templates, (found) => found.length === 0), []);
  });

  await t.test("a mistake is reported in files that are not open, and in test files", async () => {
    const locals = await client.openFile("locals.pat.hcl", "patctl");
    await client.replace(locals, "by_machine =", "by_robot =");
    const [unknown] = await client.published(workspace.uri("teams.pat.hcl"), (found) => found.length > 0);
    assert.match(String(unknown?.message), /by_machine/);
    await client.restore(locals);
    await client.published(workspace.uri("teams.pat.hcl"), (found) => found.length === 0);

    const cases = await client.openFile("tests/templates.pattest.hcl", "patctl-test");
    await client.replace(cases, '"drifted"', '"drifter"');
    const [verdict] = await client.published(cases, (found) => found.length > 0);
    assert.match(String(verdict?.message), /drifter/);
    await client.restore(cases);
    await client.published(cases, (found) => found.length === 0);
  });

  await t.test("completion offers arguments, variables, and permissions", async () => {
    const labels = async (before: string, after = ""): Promise<string[]> => {
      const result = await connection.sendRequest(CompletionRequest.type, at(templates, before, after));
      const items: CompletionItem[] = Array.isArray(result) ? result : (result?.items ?? []);
      return items.map((item) => item.label);
    };
    await client.replace(templates, 'template "clone" {\n', 'template "clone" {\n  \n');
    assert.ok((await labels('template "clone" {\n  ', "\n")).includes("justification"));
    await client.restore(templates);
    assert.ok((await labels("target_name  = var.", "org")).some((label) => /(^|\.)longest_lifetime$/.test(label)));
    assert.ok((await labels("permissions  = { ", "contents")).includes("issues"));
  });

  await t.test("hover explains an argument", async () => {
    const hover = await connection.sendRequest(HoverRequest.type, at(templates, "expires", "_in"));
    assert.match(JSON.stringify(hover?.contents), /lifetime/i);
  });

  await t.test("signature help shows the parameters of a function", async () => {
    const help = await connection.sendRequest(SignatureHelpRequest.type, at(templates, "merge("));
    assert.match(help?.signatures[0]?.label ?? "", /^merge\(/);
  });

  await t.test("definition and references of a local value, across files", async () => {
    const params = at(templates, "local.by_", "machine");
    const definition = await connection.sendRequest(DefinitionRequest.type, params);
    const target = [definition].flat()[0] as Location;
    assert.equal(target.uri, workspace.uri("locals.pat.hcl"));
    assert.match(textIn(workspace.read(target.uri), target.range), /by_machine/);

    const context = { includeDeclaration: true };
    const references = await connection.sendRequest(ReferencesRequest.type, { ...params, context });
    const files = new Set(references?.map((reference) => reference.uri));
    assert.deepEqual([...files].sort(), ["locals", "teams", "templates"].map((name) => workspace.uri(`${name}.pat.hcl`)));
  });

  await t.test("document symbols and workspace symbols", async () => {
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri: templates } });
    const names = (symbols as DocumentSymbol[]).map((symbol) => symbol.name);
    assert.ok(names.some((name) => name.includes("issue_triage")), names.join(", "));
    const found = await connection.sendRequest(WorkspaceSymbolRequest.type, { query: "rotate_secrets" });
    assert.ok(found?.some((symbol) => symbol.location.uri === workspace.uri("teams/platform/main.pat.hcl")));
  });

  await t.test("semantic tokens are words of the document", async () => {
    const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri: templates } });
    const legend = capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
    const words = decode(tokens?.data ?? []).map(({ range, type }) => [textIn(client.text(templates), range), legend[type]]);
    assert.ok(words.some(([word]) => word === "template"));
    assert.ok(words.some(([word]) => word === "expires_in"));
    assert.deepEqual(words.filter(([word, type]) => word === "" || type === undefined), []);
  });

  await t.test("formatting restores the canonical format", async () => {
    await client.replace(templates, '  name         = "clone"', '    name="clone"');
    const options = { tabSize: 2, insertSpaces: true };
    const params = { textDocument: { uri: templates }, options };
    const edits = await connection.sendRequest(DocumentFormattingRequest.type, params);
    assert.equal(applyEdits(client.text(templates), edits ?? []), workspace.read(templates));
  });

  await t.test("a code lens opens the link of a template", async () => {
    const lenses = (await connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: templates } })) ?? [];
    const resolved = await Promise.all(lenses.map(resolveLens));
    const command = resolved.map((lens) => lens.command).find((one) => one?.command === "patctl.openLink");
    const url = String(command?.arguments?.[0]);
    assert.ok(url.startsWith(formURL), url);
    await connection.sendRequest(ExecuteCommandRequest.type, { command: "patctl.openLink", arguments: [url] });
    assert.deepEqual(client.shown.map(({ uri, external }) => ({ uri, external })), [{ uri: url, external: true }]);
  });

  async function resolveLens(lens: CodeLens): Promise<CodeLens> {
    return lens.command === undefined ? connection.sendRequest(CodeLensResolveRequest.type, lens) : lens;
  }

  await t.test("an inlay hint shows what permissions_for returns", async () => {
    const platform = await client.openFile("teams/platform/main.pat.hcl", "patctl");
    const call = "permissions_for(local.rotation)";
    const range = { start: { line: 0, character: 0 }, end: { line: client.text(platform).split("\n").length, character: 0 } };
    const hints = (await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: platform }, range })) ?? [];
    assert.deepEqual(hints.map((hint) => hint.position), [positionOf(client.text(platform), call)]);
    assert.match(JSON.stringify(hints[0]?.label), /secrets/);
  });

  await t.test("document links have targets", async () => {
    const links = await connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri: templates } });
    assert.deepEqual(links?.filter((link) => !/^(https|file):/.test(link.target ?? "")) ?? [], []);
  });

  await t.test("a canceled request ends, and the next one is answered", async () => {
    const source = new CancellationTokenSource();
    const params = { textDocument: { uri: templates } };
    const request = connection.sendRequest(SemanticTokensRequest.type, params, source.token);
    source.cancel();
    // The server may have answered before it reads the cancellation.
    await request.catch((error: { code: number }) => assert.equal(error.code, -32800));
    assert.ok(await connection.sendRequest(DocumentSymbolRequest.type, params));
  });

  await t.test("rename changes every file, and the configuration stays valid", async () => {
    await rename("local.by_", "machine", "by_machine", "for_machines");
    await rename('template "cl', 'one"', "clone", "fetch");
    assert.equal((await run(program ?? "", ["validate"], workspace.directory)).code, 0);
    assert.equal((await run(program ?? "", ["test", "--as-of", "2026-11-22"], workspace.directory)).code, 0);
  });

  async function rename(before: string, after: string, from: string, to: string): Promise<void> {
    const params = at(templates, before, after);
    const prepared = await connection.sendRequest(PrepareRenameRequest.type, params);
    const range = prepared !== null && "range" in prepared ? prepared.range : prepared;
    assert.equal(textIn(client.text(templates), range as never), from);
    const edit = await connection.sendRequest(RenameRequest.type, { ...params, newName: to });
    workspace.apply(edit ?? {});
    await client.edit(templates, editsByFile(edit ?? {}).get(templates) ?? []);
    assert.equal(client.text(templates), workspace.read(templates));
  }

  await t.test("shutdown and exit end the server", async () => {
    assert.equal(await client.quit(), 0);
  });
});

/** decode returns the ranges and types of semantic tokens, whose places are relative. */
function decode(data: readonly number[]): { range: { start: Position; end: Position }; type: number }[] {
  const tokens = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(i, i + 4);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    tokens.push({ range: { start: { line, character }, end: { line, character: character + length } }, type });
  }
  return tokens;
}
