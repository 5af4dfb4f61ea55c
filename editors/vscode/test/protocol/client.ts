import { ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  createProtocolConnection,
  Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  InitializeResult,
  ProtocolConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShowDocumentParams,
  ShowDocumentRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TextEdit,
} from "vscode-languageserver-protocol/node";
import { applyEdits, Workspace } from "./workspace";

/** How long to wait for diagnostics before a test fails, in milliseconds. */
const patience = 20_000;

type Waiter = { uri: string; wanted: (diagnostics: Diagnostic[]) => boolean; done: (diagnostics: Diagnostic[]) => void };

/** Client is an editor without a window: it keeps the open documents and what the server tells it. */
export class Client {
  readonly connection: ProtocolConnection;
  readonly shown: ShowDocumentParams[] = [];
  readonly registered: string[] = [];
  private readonly process: ChildProcess;
  private readonly exited: Promise<unknown[]>;
  private readonly open = new Map<string, { version: number; text: string }>();
  private readonly diagnostics = new Map<string, Diagnostic[]>();
  private waiters: Waiter[] = [];

  constructor(program: string, private readonly workspace: Workspace) {
    const child = spawn(program, ["lsp"], { cwd: workspace.directory, stdio: ["pipe", "pipe", "inherit"] });
    this.process = child;
    this.exited = once(child, "exit");
    this.connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    this.listen();
  }

  async initialize(): Promise<InitializeResult> {
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: this.workspace.uri("."),
      workspaceFolders: [{ uri: this.workspace.uri("."), name: "octo-org" }],
      capabilities: {
        workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true } },
        textDocument: {
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          hover: { contentFormat: ["markdown", "plaintext"] },
          publishDiagnostics: {},
          rename: { prepareSupport: true },
          semanticTokens: { requests: { full: true }, tokenTypes: [], tokenModifiers: [], formats: ["relative"] },
        },
        window: { showDocument: { support: true } },
      },
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  /** openFile opens a file of the workspace, and returns its address. */
  async openFile(file: string, languageId: string): Promise<string> {
    const uri = this.workspace.uri(file);
    const text = this.workspace.read(uri);
    this.open.set(uri, { version: 1, text });
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  text(uri: string): string {
    return this.document(uri).text;
  }

  /** edit sends edits of an open document to the server. They must not overlap. */
  async edit(uri: string, edits: TextEdit[]): Promise<void> {
    const document = this.document(uri);
    const fromTheEnd = [...edits].sort((a, b) => {
      return b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character;
    });
    document.text = applyEdits(document.text, edits);
    document.version++;
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: document.version },
      contentChanges: fromTheEnd.map((edit) => ({ range: edit.range, text: edit.newText })),
    });
  }

  /** replace replaces the first occurrence of a text in an open document. */
  async replace(uri: string, from: string, to: string): Promise<void> {
    const { text } = this.document(uri);
    const lines = text.slice(0, text.indexOf(from)).split("\n");
    const start = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    await this.edit(uri, [{ range: { start, end: { line: start.line, character: start.character + from.length } }, newText: to }]);
  }

  /** restore undoes the edits of an open document that are not in its file. */
  async restore(uri: string): Promise<void> {
    const file = this.workspace.read(uri);
    const { text } = this.document(uri);
    if (text !== file) {
      const end = { line: text.split("\n").length, character: 0 };
      await this.edit(uri, [{ range: { start: { line: 0, character: 0 }, end }, newText: file }]);
    }
  }

  /** published returns the diagnostics of a file as soon as they are wanted. */
  published(uri: string, wanted: (diagnostics: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    const now = this.diagnostics.get(uri);
    if (now !== undefined && wanted(now)) {
      return Promise.resolve(now);
    }
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`The diagnostics of ${uri} are still ${JSON.stringify(this.diagnostics.get(uri))}.`));
      const timer = setTimeout(fail, patience);
      const done = (diagnostics: Diagnostic[]): void => {
        clearTimeout(timer);
        resolve(diagnostics);
      };
      this.waiters.push({ uri, wanted, done });
    });
  }

  /** quit ends the server as editors do, and returns its exit code. */
  async quit(): Promise<number> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const [code] = await this.exited;
    return code as number;
  }

  /** kill ends a server that a failed test has left. */
  kill(): void {
    this.connection.dispose();
    this.process.kill();
  }

  private document(uri: string): { version: number; text: string } {
    const document = this.open.get(uri);
    if (document === undefined) {
      throw new Error(`${uri} is not open.`);
    }
    return document;
  }

  private listen(): void {
    this.connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.diagnostics.set(uri, diagnostics);
      const done = this.waiters.filter((waiter) => waiter.uri === uri && waiter.wanted(diagnostics));
      this.waiters = this.waiters.filter((waiter) => !done.includes(waiter));
      done.forEach((waiter) => waiter.done(diagnostics));
    });
    this.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map((registration) => registration.method));
    });
    this.connection.onRequest(ShowDocumentRequest.type, (params) => {
      this.shown.push(params);
      return { success: true };
    });
    this.connection.listen();
  }
}
