import type { EventBus } from './events';

/**
 * Ends the process where what keeps state has failed, once: to go on would be to acknowledge what nobody keeps.
 * @param stop what is left of the platform is ended by it in order, as far as that still goes
 */
export function endBroken(bus: EventBus, stop: () => Promise<void>): (reason: string) => void {
  let ending = false;
  return (reason) => {
    if (ending) return;
    ending = true;
    // whoever ends it meanwhile, by Ctrl-C
    process.exitCode = 1;
    bus.tell({ kind: 'note', text: `${reason}; nothing is acknowledged any more, and the platform ends` });
    stop().then(
      () => process.exit(1),
      () => process.exit(1),
    );
  };
}
