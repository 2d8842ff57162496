const lookMilliseconds = 5;

/**
 * Calls `idle` once the number of active resources no longer exceeds `before`, because Lambda's runtime waits until the
 * whole process is idle.
 * @param before number of active resources before the work started (`process.getActiveResourcesInfo`)
 */
export function whenIdle(before: number, idle: () => void): void {
  const look = setInterval(() => {
    if (process.getActiveResourcesInfo().length > before) return;
    clearInterval(look);
    idle();
  }, lookMilliseconds).unref();
}
