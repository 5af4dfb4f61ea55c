import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompletionItem } from "vscode";
import { openNext } from "../../src/suggestions";

function opens(insertText: string | { value: string }): boolean {
  const item = { label: "x", insertText } as CompletionItem;
  openNext({ items: [item] });
  return item.command?.command === "editor.action.triggerSuggest";
}

test("after an argument or a permission, the list of its values opens", () => {
  assert.ok(opens({ value: 'contents = "$1"' }));
  assert.ok(opens({ value: 'on = ["$1"]' }));
  assert.ok(opens({ value: '"contents": "$1"' }));
  assert.ok(opens({ value: "permissions = { $1 }" }));
});

test("after anything else, no list opens", () => {
  assert.ok(!opens({ value: 'template "${1:name}" {\n  name = "$2"\n  $0\n}' }));
  assert.ok(!opens({ value: "upper($1)" }));
  assert.ok(!opens('"read"'));
  assert.equal(openNext(undefined), undefined);
  assert.deepEqual(openNext([]), []);
});
