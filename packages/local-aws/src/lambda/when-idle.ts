const lookMilliseconds = 5;

/**
 * Calls `idle` once all work that started since `before` has finished, because Lambda's runtime waits until its
 * whole process is idle.
 * @param before earlier number of active resources (`process.getActiveResourcesInfo`)
 */
export function whenIdle(before: number, idle: () => void): void {
  const look = setInterval(() => {
    if (process.getActiveResourcesInfo().length > before) return;
    clearInterval(look);
    idle();
  }, lookMilliseconds).unref();
}
