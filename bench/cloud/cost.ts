/** Runs `work` and answers the CPU time of this process, all threads, in milliseconds per one of `count`. */
export async function costOf(count: number, work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / count;
}

/** Calls `one` with 0 to `count` - 1, `width` at a time. */
export async function inParallel(
  count: number,
  width: number,
  one: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
