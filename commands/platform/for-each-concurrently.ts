/** Runs a function for each item, `atOnce` at a time, in their order. @throws the first error; what has started continues */
export async function forEachConcurrently<Item>(
  items: Iterable<Item>,
  atOnce: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const work = async () => {
    for (let next = left.next(); !next.done; next = left.next()) await run(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
