const lookMilliseconds = 5;

/**
 * Once nothing is left that was begun since `before`: the runtime on Lambda waits for its whole process to be idle.
 * @param before how many active resources there were (`process.getActiveResourcesInfo`)
 */
export function whenIdle(before: number, idle: () => void): void {
  const look = setInterval(() => {
    if (process.getActiveResourcesInfo().length > before) return;
    clearInterval(look);
    idle();
  }, lookMilliseconds).unref();
}
