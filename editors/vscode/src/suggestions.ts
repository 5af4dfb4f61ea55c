import type { CompletionItem, CompletionList } from "vscode";

/**
 * openNext lets VS Code open the list for the value right after an item is inserted, if its
 * cursor is then between quotes or in an empty map, such as the access level of a permission.
 */
export function openNext<T extends CompletionItem[] | CompletionList | null | undefined>(found: T): T {
  for (const item of Array.isArray(found) ? found : (found?.items ?? [])) {
    const text = typeof item.insertText === "object" ? item.insertText.value : "";
    if (/^[^$]*("\$1"|\{ \$1 \})[^$]*$/.test(text)) {
      // Without auto, VS Code says "No suggestions" where there are none.
      item.command ??= { command: "editor.action.triggerSuggest", title: "", arguments: [{ auto: true }] };
    }
  }
  return found;
}
