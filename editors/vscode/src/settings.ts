import { workspace } from "vscode";

/** The settings that the extension reads itself, with their defaults in package.json. */
interface Settings {
  path: string;
  codeLens: boolean;
  inlayHints: boolean;
}

/** setting returns the current value of the setting "patctl.NAME". */
export function setting<Name extends keyof Settings>(name: Name): Settings[Name] {
  return workspace.getConfiguration("patctl").get(name) as Settings[Name];
}
