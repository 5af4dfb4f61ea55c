import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * patctl returns the path of the program to test: the one that the environment variable
 * PATCTL names, or else the one that scripts/build.mjs has built. Without Go, there is none.
 */
export function patctl(): string | undefined {
  const built = process.platform === "win32" ? "out/patctl.exe" : "out/patctl";
  const path = resolve(process.env["PATCTL"] || built);
  return existsSync(path) || process.env["PATCTL"] ? path : undefined;
}
