/** Remembers the results of `make` for the `capacity` keys that were asked for last. Failures are not remembered. */
export function lru<Value>(capacity: number, make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) {
      known.delete(key);
      known.set(key, found);
      return found;
    }
    const value = make(key);
    known.set(key, value);
    if (known.size > capacity) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    return value;
  };
}
