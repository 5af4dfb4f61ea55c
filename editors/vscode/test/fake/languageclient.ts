// Replaces vscode-languageclient in tests. It starts no server.
import type { LanguageClientOptions, Executable } from "vscode-languageclient/node";

/** The clients that run. */
export const running = new Set<LanguageClient>();

export const RevealOutputChannelOn = { Never: 4 };

export class LanguageClient {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: Executable,
    readonly options: LanguageClientOptions,
  ) {}

  async start(): Promise<void> {
    running.add(this);
  }

  needsStop(): boolean {
    return running.has(this);
  }

  async dispose(): Promise<void> {
    running.delete(this);
  }
}
