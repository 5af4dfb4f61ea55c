import { ConfigurationChangeEvent, Disposable, LogOutputChannel, TextDocument, window, workspace } from "vscode";
import { LanguageClient, LanguageClientOptions, Middleware, RevealOutputChannelOn } from "vscode-languageclient/node";
import { openExternal } from "./external";
import { findProblem, Problem, programPath } from "./program";
import { setting } from "./settings";
import { openNext } from "./suggestions";

/** The documents that the language server answers for. It decides by the names of files. */
const documentSelector = [
  { scheme: "file", language: "patctl" },
  { scheme: "file", language: "patctl-test" },
  { scheme: "file", language: "patctl-vars" },
  { scheme: "file", pattern: "**/*.pat.json" },
  { scheme: "file", pattern: "**/*.patvars.json" },
];

/** Server is the language server, "patctl lsp". */
export class Server implements Disposable {
  private readonly output: LogOutputChannel = window.createOutputChannel("patctl", { log: true });
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();

  /** reportProblem is called with the reason if the program can't be started. */
  constructor(private readonly reportProblem: (problem: Problem, program: string) => Promise<void>) {}

  /** restart stops the server if it runs, and starts it if the workspace allows that. */
  restart(): Promise<void> {
    return this.next(async () => {
      await this.stopClient();
      if (canRun()) {
        await this.startClient();
      }
    });
  }

  /** stop stops the server if it runs. */
  stop(): Promise<void> {
    return this.next(() => this.stopClient());
  }

  /** configure applies settings that have changed. */
  configure(event: ConfigurationChangeEvent): void {
    if (event.affectsConfiguration("patctl.path")) {
      void this.restart();
      return;
    }
    if (event.affectsConfiguration("patctl.codeLens")) {
      this.eachDocument((client, document) => {
        client.getFeature("textDocument/codeLens").getProvider(document)?.onDidChangeCodeLensEmitter.fire();
      });
    }
    if (event.affectsConfiguration("patctl.inlayHints")) {
      this.eachDocument((client, document) => {
        client.getFeature("textDocument/inlayHint").getProvider(document)?.onDidChangeInlayHints.fire();
      });
    }
  }

  dispose(): void {
    this.output.dispose();
  }

  /** next runs one step after the other, so that two restarts don't leave two servers. */
  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step, step);
    return this.turn;
  }

  private async startClient(): Promise<void> {
    const program = programPath(setting("path"));
    const problem = await findProblem(program);
    if (problem !== undefined) {
      void this.reportProblem(problem, program);
      return;
    }
    const options: LanguageClientOptions = {
      documentSelector,
      middleware,
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
    this.client = new LanguageClient("patctl", "patctl", { command: program, args: ["lsp"] }, options);
    // The client has shown the error itself.
    await this.client.start().catch((error: Error) => this.output.error(error));
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.needsStop()) {
      await client.dispose();
    }
  }

  private eachDocument(visit: (client: LanguageClient, document: TextDocument) => void): void {
    const client = this.client;
    if (client !== undefined) {
      workspace.textDocuments.forEach((document) => visit(client, document));
    }
  }
}

/** canRun says whether the program may be started, and whether there are files for it. */
function canRun(): boolean {
  const folders = workspace.workspaceFolders ?? [];
  const virtual = folders.length > 0 && folders.every((folder) => folder.uri.scheme !== "file");
  return workspace.isTrusted && !virtual;
}

const middleware: Middleware = {
  provideCompletionItem: async (document, position, context, token, next) => {
    return openNext(await next(document, position, context, token));
  },
  provideCodeLenses: (document, token, next) => (setting("codeLens") ? next(document, token) : []),
  provideInlayHints: (document, range, token, next) => (setting("inlayHints") ? next(document, range, token) : []),
  window: {
    showDocument: async (params, token, next) => {
      return params.external === true ? { success: await openExternal(params.uri) } : next(params, token);
    },
  },
};
