import { basename, dirname, resolve } from "node:path";

/** A file of a configuration, *.pat.hcl or *.pat.json. */
export interface ConfigurationFile {
  path: string;
  text: string;
}

const moduleSource = /(?:^|[\s{,])"?source"?[ \t]*[=:]\s*"(\.{1,2}\/[^"$%\\]*)"/g;

/** moduleDirectories returns the directories that the modules in the file name. */
export function moduleDirectories(file: ConfigurationFile): string[] {
  const sources = [...file.text.matchAll(moduleSource)].map((match) => match[1] ?? "");
  return sources.map((source) => resolve(dirname(file.path), source));
}

/** isTestFile says whether a file has test cases. */
export function isTestFile(path: string): boolean {
  return path.endsWith(".pattest.hcl");
}

/**
 * rootDirectories returns the directories of the configurations that a file belongs to,
 * sorted: its own directory, or those that use its directory as a module, directly or
 * through other modules. Test files can be in the directory "tests" of the configuration.
 */
export function rootDirectories(path: string, files: readonly ConfigurationFile[]): string[] {
  const usedBy = users(files);
  const roots = new Set<string>();
  const seen = new Set<string>();
  const climb = (directory: string): void => {
    if (seen.has(directory)) {
      return;
    }
    seen.add(directory);
    const above = usedBy.get(directory);
    if (above === undefined) {
      roots.add(directory);
      return;
    }
    above.forEach(climb);
  };
  climb(configurationDirectory(path, files));
  return [...roots].sort();
}

/** configurationDirectory returns the directory whose configuration contains the file. */
function configurationDirectory(path: string, files: readonly ConfigurationFile[]): string {
  const directory = dirname(path);
  const alone = !files.some((file) => dirname(file.path) === directory);
  if (isTestFile(path) && alone && basename(directory) === "tests") {
    return dirname(directory);
  }
  return directory;
}

/** users returns the directories that use a directory as a module. */
function users(files: readonly ConfigurationFile[]): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const file of files) {
    for (const directory of moduleDirectories(file)) {
      const above = result.get(directory) ?? new Set();
      result.set(directory, above.add(dirname(file.path)));
    }
  }
  return result;
}
