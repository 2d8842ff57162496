import type { EventBus } from './events';

/**
 * Returns a function that shuts down the process when the store fails, because continuing would acknowledge writes that
 * are not durable. Later calls are no-ops.
 * @param stop stops the remaining services in order, as far as possible
 */
export function shutdownOnStorageFailure(bus: EventBus, stop: () => Promise<void>): (reason: string) => void {
  let ending = false;
  return (reason) => {
    if (ending) return;
    ending = true;
    // set the exit code before the shutdown, so that the process fails even if the user presses Ctrl-C in the meantime
    process.exitCode = 1;
    bus.emit({ kind: 'note', text: `${reason}; writes are no longer durable, so the platform shuts down` });
    stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  };
}
