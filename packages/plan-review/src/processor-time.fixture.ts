/** Returns the processor time of a call in milliseconds. Unlike elapsed time, it hardly depends on other work on the machine. */
export function processorMilliseconds(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
