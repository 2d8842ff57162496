const lookMilliseconds = 5;

/**
 * Calls `idle` as soon as no more than `before` resources are active, because Lambda's runtime waits until the
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
