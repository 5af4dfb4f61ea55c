import { spawnSync } from "node:child_process";

/**
 * patctl returns the program to test: the one that the environment variable PATCTL names,
 * or else one that Go builds from this repository. It returns nothing without Go.
 */
export function patctl(): string | undefined {
  if (process.env["PATCTL"]) {
    return process.env["PATCTL"];
  }
  if (spawnSync("go", ["version"]).status !== 0) {
    return undefined;
  }
  const program = `${process.cwd()}/out/patctl${process.platform === "win32" ? ".exe" : ""}`;
  const build = spawnSync("go", ["build", "-o", program, "./cmd/patctl"], { cwd: "../..", encoding: "utf8" });
  if (build.status !== 0) {
    throw new Error(`go build ./cmd/patctl: ${build.stderr}`);
  }
  return program;
}
