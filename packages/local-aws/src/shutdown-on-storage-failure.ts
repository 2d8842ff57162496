import type { EventBus } from './events';

/**
 * Shuts down the process once when the store fails; continuing would acknowledge writes that are not durable.
 * @param stop stops the remaining services in order, as far as that is possible
 */
export function shutdownOnStorageFailure(bus: EventBus, stop: () => Promise<void>): (reason: string) => void {
  let ending = false;
  return (reason) => {
    if (ending) return;
    ending = true;
    // also if the user presses Ctrl-C during the shutdown
    process.exitCode = 1;
    bus.emit({ kind: 'note', text: `${reason}; writes are no longer durable, so the platform shuts down` });
    stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  };
}
