import { commands, env, ExtensionContext, Uri, window, workspace } from "vscode";
import { planCommand, renderCommand, testCommand } from "./commands";
import { Problem } from "./program";
import { Server } from "./server";

const installPage = "https://github.com/patctl/patctl#install";

let server: Server | undefined;

/** activate registers the commands, and starts the language server in a trusted workspace. */
export async function activate(context: ExtensionContext): Promise<void> {
  server = new Server(reportProblem);
  context.subscriptions.push(
    server,
    commands.registerCommand("patctl.render", renderCommand),
    commands.registerCommand("patctl.plan", planCommand),
    commands.registerCommand("patctl.test", testCommand),
    commands.registerCommand("patctl.restart", () => server?.restart()),
    workspace.onDidGrantWorkspaceTrust(() => server?.restart()),
    workspace.onDidChangeConfiguration((event) => server?.configure(event)),
  );
  await server.restart();
}

/** deactivate stops the language server. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}

async function reportProblem(problem: Problem, program: string): Promise<void> {
  const install = "Open Installation Page";
  const settings = "Open Settings";
  const messages: Record<Problem, string> = {
    missing: `"${program}" can't be started. Install patctl, or set "patctl.path" to the program.`,
    outdated: `"${program}" has no language server. Install a newer version of patctl, or set "patctl.path" to one.`,
  };
  const choice = await window.showErrorMessage(messages[problem], install, settings);
  if (choice === install) {
    await env.openExternal(Uri.parse(installPage));
  }
  if (choice === settings) {
    await commands.executeCommand("workbench.action.openSettings", "patctl.path");
  }
}
