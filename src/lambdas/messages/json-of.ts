/** What a text says as JSON; undefined, which is nothing that JSON can say, when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
