const lookMilliseconds = 5;

/**
 * Calls back once everything that was started since `before` has finished: Lambda's runtime waits for its whole
 * process to be idle.
 * @param before number of active resources at the earlier time (`process.getActiveResourcesInfo`)
 */
export function whenIdle(before: number, idle: () => void): void {
  const look = setInterval(() => {
    if (process.getActiveResourcesInfo().length > before) return;
    clearInterval(look);
    idle();
  }, lookMilliseconds).unref();
}
