/**
 * Runs a function for each item, in order, with at most `limit` calls at the same time.
 * @throws the first error; calls that have already started continue
 */
export async function forEachConcurrently<Item>(
  items: Iterable<Item>,
  limit: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const remaining = items[Symbol.iterator]();
  const work = async () => {
    for (let next = remaining.next(); !next.done; next = remaining.next()) await run(next.value);
  };
  await Promise.all(Array.from({ length: limit }, work));
}
