/** expand returns the text of a snippet if the user accepts each default and first choice. */
export function expand(snippet: string): string {
  const values = new Map<string, string>();
  let rest = snippet;

  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    rest = rest.slice(match?.[0].length ?? 0);
    return match;
  };
  const remember = (key: string, value: string): string => {
    values.set(key, value);
    return value;
  };
  const next = (): string => {
    const choice = take(/^\$\{(\d+)\|([^,|]*)[^}]*\}/);
    if (choice !== null) {
      return remember(choice[1] ?? "", choice[2] ?? "");
    }
    const placeholder = take(/^\$\{(\d+):/);
    if (placeholder !== null) {
      return remember(placeholder[1] ?? "", until("}"));
    }
    const reference = take(/^\$(\d+)/);
    if (reference !== null) {
      return values.get(reference[1] ?? "") ?? "";
    }
    const year = take(/^\$CURRENT_YEAR/);
    return year !== null ? String(new Date().getFullYear()) : (take(/^\\?([^])/)?.[1] ?? "");
  };
  const until = (end: string): string => {
    let text = "";
    while (rest !== "" && !(end !== "" && rest.startsWith(end))) {
      text += next();
    }
    rest = rest.slice(end.length);
    return text;
  };
  return until("");
}
