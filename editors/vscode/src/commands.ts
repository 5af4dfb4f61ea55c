import { env, ProcessExecution, QuickPickItem, Task, TaskScope, tasks, TextDocument, Uri, window, workspace } from "vscode";
import { ConfigurationFile, isTestFile, rootDirectories } from "./configuration";
import { openExternal } from "./external";
import { errorMessage, linksAt, linksOfFile, parseLinks, TemplateLink } from "./links";
import { programPath, run } from "./program";
import { setting } from "./settings";

const configurationFiles = "**/*.pat.{hcl,json}";
const decoder = new TextDecoder();

/** renderCommand offers the link of the template at the cursor. It saves the file first. */
export async function renderCommand(): Promise<void> {
  const editor = window.activeTextEditor;
  const root = await chooseRoot(editor?.document);
  if (editor === undefined || root === undefined) {
    return;
  }
  await editor.document.save();
  const { code, stdout, stderr } = await run(program(), ["render", "--json"], root).catch(notStarted);
  if (code !== 0) {
    void window.showErrorMessage(errorMessage(stderr));
    return;
  }
  const path = editor.document.uri.fsPath;
  const lines = editor.document.getText().split(/\r?\n/);
  const links = linksAt(linksOfFile(parseLinks(stdout), root, path), lines, editor.selection.active.line + 1);
  const link = await chooseLink(links);
  if (link !== undefined) {
    await offerLink(link);
  }
}

/** planCommand runs "patctl plan" in a terminal. */
export async function planCommand(): Promise<void> {
  const root = await chooseRoot(window.activeTextEditor?.document);
  if (root !== undefined) {
    await runInTerminal("plan", ["plan"], root);
  }
}

/** testCommand runs "patctl test" in a terminal: all cases, or those of the test file in the editor. */
export async function testCommand(): Promise<void> {
  const document = window.activeTextEditor?.document;
  const root = await chooseRoot(document);
  if (root === undefined) {
    return;
  }
  const path = document?.uri.fsPath ?? "";
  await runInTerminal("test", isTestFile(path) ? ["test", path] : ["test"], root);
}

function program(): string {
  return programPath(setting("path"));
}

function notStarted(error: Error): { code: number; stdout: string; stderr: string } {
  return { code: 1, stdout: "", stderr: error.message };
}

/**
 * chooseRoot returns the directory of the configuration that the document belongs to. It
 * asks if there are several, and says so if there is none.
 */
async function chooseRoot(document: TextDocument | undefined): Promise<string | undefined> {
  const files = await readConfigurationFiles();
  const roots = rootsOf(document, files);
  if (roots.length === 0) {
    void window.showErrorMessage("The workspace has no files whose names end in .pat.hcl or .pat.json.");
  }
  if (roots.length <= 1) {
    return roots[0];
  }
  return window.showQuickPick(roots, { placeHolder: "Select the directory of the configuration" });
}

/** rootsOf returns the configurations of the document, or all if it belongs to none. */
function rootsOf(document: TextDocument | undefined, files: readonly ConfigurationFile[]): string[] {
  if (document?.uri.scheme === "file" && /\.(pat\.hcl|pat\.json|pattest\.hcl|patvars)$/.test(document.fileName)) {
    return rootDirectories(document.uri.fsPath, files);
  }
  return [...new Set(files.flatMap((file) => rootDirectories(file.path, files)))].sort();
}

async function readConfigurationFiles(): Promise<ConfigurationFile[]> {
  const uris = await workspace.findFiles(configurationFiles, "**/node_modules/**");
  const local = uris.filter((uri) => uri.scheme === "file");
  return Promise.all(local.map(readConfigurationFile));
}

async function readConfigurationFile(uri: Uri): Promise<ConfigurationFile> {
  return { path: uri.fsPath, text: decoder.decode(await workspace.fs.readFile(uri)) };
}

async function chooseLink(links: readonly TemplateLink[]): Promise<TemplateLink | undefined> {
  if (links.length === 0) {
    void window.showErrorMessage("The configuration has no template in this file.");
  }
  if (links.length <= 1) {
    return links[0];
  }
  const items = links.map((link): QuickPickItem & { link: TemplateLink } => {
    return { label: link.address, detail: link.description ?? "", link };
  });
  const item = await window.showQuickPick(items, { placeHolder: "Select a template", matchOnDetail: true });
  return item?.link;
}

async function offerLink(link: TemplateLink): Promise<void> {
  const open = "Open Link";
  const copy = "Copy Link";
  const choice = await window.showInformationMessage(`The link of ${link.address} is ready.`, open, copy);
  if (choice === open) {
    await openExternal(link.url);
  }
  if (choice === copy) {
    await env.clipboard.writeText(link.url);
  }
}

/** runInTerminal runs the program as a task: without a shell, and the output stays after its end. */
async function runInTerminal(name: string, args: string[], directory: string): Promise<void> {
  const execution = new ProcessExecution(program(), args, { cwd: directory });
  await tasks.executeTask(new Task({ type: "patctl" }, TaskScope.Workspace, name, "patctl", execution));
}
