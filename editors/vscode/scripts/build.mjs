// Bundles the extension into out/extension.js, and copies what the package takes from the
// repository. With --tests, it bundles the tests into out/test, and builds patctl for them.
import { build } from "esbuild";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const common = { bundle: true, platform: "node", format: "cjs", target: "node20", logLevel: "warning" };

// licenses returns the licenses of the packages in a bundle.
function licenses(metafile) {
  const modules = Object.keys(metafile.inputs).map((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  const packages = [...new Set(modules)].filter(Boolean).sort();
  return packages.map((name) => `${name}\n\n${license(`node_modules/${name}`)}\n`).join(`\n${"-".repeat(80)}\n\n`);
}

function license(directory) {
  const file = readdirSync(directory).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) {
    throw new Error(`${directory} has no license file.`);
  }
  return readFileSync(`${directory}/${file}`, "utf8").trim();
}

async function buildExtension() {
  const result = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "out/extension.js",
    external: ["vscode"],
    minify: true,
    metafile: true,
  });
  writeFileSync("out/LICENSES.txt", licenses(result.metafile));
  mkdirSync("schemas", { recursive: true });
  copyFileSync("../../docs/schemas/pat.schema.json", "schemas/pat.schema.json");
  copyFileSync("../../LICENSE", "LICENSE");
}

// Tests run without VS Code, and without the client library, which needs it.
const alias = { "vscode": "./test/fake/vscode.ts", "vscode-languageclient/node": "./test/fake/languageclient.ts" };

async function buildTests() {
  rmSync("out/test", { recursive: true, force: true });
  const entryPoints = ["test/unit", "test/protocol"].flatMap((directory) => {
    return readdirSync(directory).filter((name) => name.endsWith(".test.ts")).map((name) => `${directory}/${name}`);
  });
  buildPatctl();
  await build({ ...common, entryPoints, outbase: "test", outdir: "out/test", alias });
}

// buildPatctl builds the program that the tests run, unless PATCTL names one.
function buildPatctl() {
  const program = process.platform === "win32" ? "out/patctl.exe" : "out/patctl";
  rmSync(program, { force: true });
  if (!process.env.PATCTL && spawnSync("go", ["version"]).status === 0) {
    const args = ["build", "-o", `editors/vscode/${program}`, "./cmd/patctl"];
    execFileSync("go", args, { cwd: "../..", stdio: "inherit" });
  }
}

await (process.argv.includes("--tests") ? buildTests() : buildExtension());
