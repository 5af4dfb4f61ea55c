import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Position, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";

/** Workspace is a copy of the example of the repository, which a test can change. */
export class Workspace {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), "patctl-")));

  constructor() {
    cpSync("../../examples/octo-org", this.directory, { recursive: true });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  uri(file: string): string {
    return pathToFileURL(join(this.directory, file)).href;
  }

  read(uri: string): string {
    return readFileSync(fileURLToPath(uri), "utf8");
  }

  /** apply writes the edits to the files, and returns the addresses of the files, sorted. */
  apply(edit: WorkspaceEdit): string[] {
    const edits = editsByFile(edit);
    for (const [uri, changes] of edits) {
      writeFileSync(fileURLToPath(uri), applyEdits(this.read(uri), changes));
    }
    return [...edits.keys()].sort();
  }
}

/** editsByFile returns the edits of text, whichever form the server has chosen. */
export function editsByFile(edit: WorkspaceEdit): Map<string, TextEdit[]> {
  const result = new Map(Object.entries(edit.changes ?? {}));
  for (const change of edit.documentChanges ?? []) {
    if (!("textDocument" in change)) {
      throw new Error(`The edit contains the operation "${change.kind}".`);
    }
    const edits = change.edits.filter((one): one is TextEdit => "newText" in one);
    result.set(change.textDocument.uri, edits);
  }
  return result;
}

export function applyEdits(text: string, edits: TextEdit[]): string {
  return TextDocument.applyEdits(documentOf(text), edits);
}

/** textIn returns the text in a range, in the units of the protocol. */
export function textIn(text: string, range: Range): string {
  return documentOf(text).getText(range);
}

/** positionOf returns the position after the first occurrence of "before" that "after" follows. */
export function positionOf(text: string, before: string, after = ""): Position {
  const offset = text.indexOf(before + after);
  if (offset < 0) {
    throw new Error(`The text doesn't contain ${JSON.stringify(before + after)}.`);
  }
  return documentOf(text).positionAt(offset + before.length);
}

function documentOf(text: string): TextDocument {
  return TextDocument.create("file:///x.pat.hcl", "patctl", 1, text);
}
