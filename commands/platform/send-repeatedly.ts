/** Pauses in ms between attempts, about 6 seconds in total. */
const pauses = [100, 200, 400, 800, 1_600, 3_200];

/**
 * Sends items, and retries rejected items after increasing pauses.
 * @param send returns the rejected items
 * @returns the items that the last attempt rejected
 */
export async function sendRepeatedly<Item>(
  items: readonly Item[],
  send: (items: readonly Item[]) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  let left = await send(items);
  for (const pause of pauses) {
    if (left.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, pause));
    left = await send(left);
  }
  return left;
}
