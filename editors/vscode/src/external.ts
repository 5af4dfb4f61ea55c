import { env, Uri } from "vscode";

/**
 * openExternal opens a link in the browser, without a change.
 *
 * Uri.parse decodes the query of a link, and VS Code doesn't encode "&", "#", and "+" in
 * it again, so GitHub's form would get half a description. VS Code opens a link as it is
 * if it gets a string, which the types don't allow.
 */
export async function openExternal(url: string): Promise<boolean> {
  return env.openExternal(url as unknown as Uri);
}
