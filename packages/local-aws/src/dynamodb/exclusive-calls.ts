/**
 * Returns a function that starts calls in the order of their arrival. Shared calls run concurrently, but no other call
 * runs during an exclusive call. A call ends when its promise is settled.
 */
export function createCallOrder() {
  const waiting: { readonly isExclusive: boolean; readonly start: () => Promise<unknown> }[] = [];
  let running = 0;
  let isExclusiveRunning = false;

  const next = (): void => {
    for (;;) {
      const [first] = waiting;
      if (first === undefined || isExclusiveRunning || (first.isExclusive && running > 0)) return;
      waiting.shift();
      running += 1;
      isExclusiveRunning = first.isExclusive;
      void first.start().finally(() => {
        running -= 1;
        isExclusiveRunning = false;
        next();
      });
    }
  };

  return (isExclusive: boolean, start: () => Promise<unknown>): void => {
    waiting.push({ isExclusive, start });
    next();
  };
}
