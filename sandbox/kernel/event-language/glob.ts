/** A test for text with `*` wildcards, in time linear in the text. `\*` and `\\` are literal. */
export function compileGlob(glob: string): ((text: string) => boolean) | undefined {
  const parts = literalParts(glob);
  if (parts === undefined) return undefined;
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return (text) => text === first;
  const middle = parts.slice(1, -1);
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}

/** What stands between the wildcards; undefined where the glob is malformed. */
function literalParts(glob: string): string[] | undefined {
  const parts = [''];
  for (let index = 0; index < glob.length; index += 1) {
    const char = glob.charAt(index);
    if (char === '*') {
      // AWS refuses consecutive wildcards.
      if (glob.charAt(index - 1) === '*' && index > 0 && parts.at(-1) === '') return undefined;
      parts.push('');
      continue;
    }
    let literal = char;
    if (char === '\\') {
      index += 1;
      literal = glob.charAt(index);
      if (literal !== '*' && literal !== '\\') return undefined;
    }
    parts[parts.length - 1] = `${parts.at(-1) ?? ''}${literal}`;
  }
  return parts;
}
