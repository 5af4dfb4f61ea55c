import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

/** Why the program can't be used: it isn't there, or it has no language server. */
export type Problem = "missing" | "outdated";

/** What a run of the program wrote, and its exit code. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** A large inventory has links of some kilobytes for each of 10,000 templates. */
const maxOutput = 256 * 1024 * 1024;

/** programPath returns the program that the setting patctl.path names. */
export function programPath(setting: string, home: string = homedir()): string {
  const path = setting.trim();
  if (path === "") {
    return "patctl";
  }
  return /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
}

/**
 * findProblem runs the program, and returns why it can't be the language server.
 * Versions without the command lsp exit with an error.
 */
export async function findProblem(program: string): Promise<Problem | undefined> {
  try {
    const { code } = await run(program, ["lsp", "--help"]);
    return code === 0 ? undefined : "outdated";
  } catch {
    return "missing";
  }
}

/**
 * run returns what the program wrote. It fails only if the program can't be started, and
 * not because of an exit code.
 */
export function run(program: string, args: readonly string[], directory?: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const options = { cwd: directory, maxBuffer: maxOutput, windowsHide: true };
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error?.code ?? 0;
      if (error && typeof code !== "number") {
        reject(error);
        return;
      }
      resolve({ code: Number(code), stdout, stderr });
    });
  });
}
