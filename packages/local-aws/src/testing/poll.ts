/** Error that `poll` throws when its deadline passes. */
export class PollTimeoutError extends Error {
  override readonly name = 'PollTimeoutError';
}

/**
 * Calls a function repeatedly until it returns a value other than undefined, and returns this value.
 * @param what description of the value for the error
 * @throws PollTimeoutError when the deadline passes
 */
export async function poll<Value>(
  look: () => Promise<Value | undefined> | Value | undefined,
  what: string,
  seconds = 10,
  everyMilliseconds = 20,
): Promise<Value> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new PollTimeoutError(`${what}: not seen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
}
