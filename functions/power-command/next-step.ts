import type { PowerNext } from '../../contracts/power-commands';
import { isOpen } from '../shared/command';
import type { commandReports } from '../shared/command-reports';
import type { CommandsTable } from '../shared/commands-table';

type CommandStores = Pick<CommandsTable, 'storeOnce' | 'acquireLock' | 'end'> & ReturnType<typeof commandReports>;

interface Timing {
  /** Current time, in ms since the epoch. */
  readonly now: number;
  readonly answerWithinSeconds: number;
  readonly askAgainSeconds: number;
}

/** Next step of the workflow, and the command data that it needs. */
interface Next {
  readonly thing: string;
  readonly power: boolean;
  readonly command: string;
  readonly traceId: string;
  readonly next: 'ask' | 'expire' | 'cancel' | 'refuse';
  /** Time for which the workflow waits for the device after this step. */
  readonly seconds: number;
}

/**
 * Starts a command. After each timeout, decides whether to request the power state again, with exponential backoff, or to
 * give up. Idempotent.
 */
export async function nextStep(
  { command: id, asked }: PowerNext,
  timing: Timing,
  stores: CommandStores,
): Promise<Next> {
  const { now, askAgainSeconds } = timing;
  const { thing, power, traceId = id.slice(0, 64), expiresInSeconds = timing.answerWithinSeconds } = asked;
  const expiresAt = now + expiresInSeconds * 1000;
  const command = await stores.storeOnce({ thing, command: id, power, traceId, askedAt: now, expiresAt });
  const result = (next: Next['next'], seconds = 0): Next => ({
    thing,
    power: command.power,
    command: id,
    traceId: command.traceId,
    next,
    seconds,
  });
  if (!isOpen(command)) {
    await stores.publishState(command, now);
    return result('refuse');
  }
  if (command.isCancelled) return result('cancel');
  if (now >= command.expiresAt) return result('expire');
  if (!(await stores.acquireLock(command, now))) {
    const failedCommand = await stores.end(command, 'failed', now);
    if (failedCommand) await stores.publishState(failedCommand, now);
    return result('refuse');
  }
  if (asked.next === undefined) await stores.publishState(command, now);
  const pause = Math.max(askAgainSeconds, (now - command.askedAt) / 1000);
  return result('ask', Math.ceil(Math.min(pause, (command.expiresAt - now) / 1000)));
}
