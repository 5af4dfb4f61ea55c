import { resolve } from "node:path";

/** A template with its link, from "patctl render --json". */
export interface TemplateLink {
  address: string;
  description: string | null;
  url: string;
  range: { filename: string; start: { line: number } };
}

/** parseLinks returns the templates in the output of "patctl render --json". */
export function parseLinks(output: string): TemplateLink[] {
  const document = JSON.parse(output) as { templates: TemplateLink[] };
  return document.templates;
}

/** linksOfFile returns the templates that a file declares. The links come from a run in the directory. */
export function linksOfFile(links: readonly TemplateLink[], directory: string, path: string): TemplateLink[] {
  return links.filter((link) => resolve(directory, link.range.filename) === path);
}

/**
 * linksAt returns the templates of the block at the cursor: several if the block or its
 * module has for_each. Outside a template, it returns all templates of the file.
 * Lines count from 1.
 */
export function linksAt(links: readonly TemplateLink[], lines: readonly string[], line: number): TemplateLink[] {
  const header = blockHeader(lines, line);
  const here = links.filter((link) => link.range.start.line === header);
  return here.length > 0 ? here : [...links];
}

/** blockHeader returns the line on which the top-level block around a line begins, in canonical format. */
function blockHeader(lines: readonly string[], line: number): number | undefined {
  for (let n = line; n > 0; n--) {
    const text = lines[n - 1] ?? "";
    if (/^[A-Za-z_]/.test(text)) {
      return n;
    }
    if (n < line && text.startsWith("}")) {
      return undefined;
    }
  }
  return undefined;
}

/** errorMessage returns the first error that patctl wrote, and its place in the files. */
export function errorMessage(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const first = Math.max(lines.findIndex((line) => line.startsWith("Error:")), 0);
  const message = lines[first] ?? "patctl failed without a message.";
  const place = lines[first + 1] ?? "";
  return place.startsWith("on ") ? `${message} ${place.replace(/:$/, "")}` : message;
}
