/** So many texts are remembered at most; then all are forgotten. */
const mostTexts = 500;

/**
 * A parser that takes the same text apart once in the life of the process: for configuration that is asked for at
 * every call and at every start. What it gives is shared, so nobody may change it.
 */
export function parsedOnce<Value>(parse: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = parse(text);
    if (known.size >= mostTexts) known.clear();
    known.set(text, value);
    return value;
  };
}
