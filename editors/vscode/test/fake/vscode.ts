// The parts of VS Code that the extension uses, without a window.
import { readFileSync } from "node:fs";

type Handler = (...args: never[]) => unknown;

interface Document {
  uri: { scheme: string; fsPath: string };
  fileName: string;
  getText(): string;
  save(): Promise<boolean>;
}

interface Execution {
  process: string;
  args: string[];
  options: { cwd: string };
}

/** The state of the editor. A test sets what it needs. */
export const editor = {
  answer: undefined as string | undefined, // the button that the user clicks
  clipboard: "",
  commands: new Map<string, Handler>(),
  files: [] as string[],
  grantTrust: (): unknown => undefined,
  messages: [] as string[],
  opened: [] as unknown[],
  picks: [] as string[][],
  settings: {} as Record<string, unknown>,
  tasks: [] as Execution[],
  trusted: true,
};

/** openDocument makes a file the one in the editor, with the cursor on a line that counts from 1. */
export function openDocument(path: string, line: number): void {
  const document: Document = {
    uri: { scheme: "file", fsPath: path },
    fileName: path,
    getText: () => readFileSync(path, "utf8"),
    save: async () => true,
  };
  window.activeTextEditor = { document, selection: { active: { line: line - 1 } } };
}

async function show(message: string, ...buttons: string[]): Promise<string | undefined> {
  editor.messages.push(message);
  return buttons.find((button) => button === editor.answer);
}

export const window = {
  activeTextEditor: undefined as { document: Document; selection: { active: { line: number } } } | undefined,
  createOutputChannel: () => ({ dispose() {}, error() {} }),
  showErrorMessage: show,
  showInformationMessage: show,
  async showQuickPick<Item extends string | { label: string }>(items: Item[]): Promise<Item | undefined> {
    editor.picks.push(items.map((item) => (typeof item === "string" ? item : item.label)));
    return items[0];
  },
};

export const workspace = {
  textDocuments: [],
  workspaceFolders: [{ uri: { scheme: "file" } }],
  findFiles: async () => editor.files.map((fsPath) => ({ scheme: "file", fsPath })),
  fs: { readFile: async (uri: { fsPath: string }) => readFileSync(uri.fsPath) },
  getConfiguration: () => ({ get: (name: string) => editor.settings[name] }),
  get isTrusted(): boolean {
    return editor.trusted;
  },
  onDidChangeConfiguration() {},
  onDidGrantWorkspaceTrust(handler: () => unknown) {
    editor.grantTrust = handler;
  },
};

export const commands = {
  registerCommand: (name: string, handler: Handler) => editor.commands.set(name, handler),
  executeCommand: async (...args: string[]) => editor.opened.push(args.join(" ")),
};

export const env = {
  clipboard: { writeText: async (text: string) => (editor.clipboard = text) },
  openExternal: async (target: unknown) => editor.opened.push(target) > 0,
};

export const Uri = { parse: (text: string) => ({ parsed: text }) };
export const TaskScope = { Workspace: 2 };
export const tasks = { executeTask: async (task: Task) => editor.tasks.push(task.execution) };

export class ProcessExecution implements Execution {
  constructor(
    readonly process: string,
    readonly args: string[],
    readonly options: { cwd: string },
  ) {}
}

export class Task {
  constructor(
    readonly definition: unknown,
    readonly scope: unknown,
    readonly name: string,
    readonly source: string,
    readonly execution: Execution,
  ) {}
}
