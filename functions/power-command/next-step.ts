import type { PowerNext } from '../../contracts/power-commands';
import { isOpen } from '../shared/command';
import type { commandReports } from '../shared/command-reports';
import type { CommandsTable } from '../shared/commands-table';

type Kept = Pick<CommandsTable, 'begun' | 'takePlace' | 'end'> & ReturnType<typeof commandReports>;

interface Given {
  /** Ms since the epoch. */
  readonly now: number;
  readonly answerWithinSeconds: number;
  readonly askAgainSeconds: number;
}

/** What the workflow does next, and all that it has to know of its command. */
interface Next {
  readonly thing: string;
  readonly power: boolean;
  readonly command: string;
  readonly traceId: string;
  readonly next: 'ask' | 'expire' | 'cancel' | 'refuse';
  /** For how long the device is then waited for. */
  readonly seconds: number;
}

/**
 * Begins a command, and decides each time that its device has not answered what is to be done: ask again, after twice as
 * long as before; or give up. Done twice it comes to the same.
 */
export async function nextStep({ command: id, asked }: PowerNext, given: Given, kept: Kept): Promise<Next> {
  const { now, askAgainSeconds } = given;
  const { thing, power, traceId = id.slice(0, 64), expiresInSeconds = given.answerWithinSeconds } = asked;
  const expiresAt = now + expiresInSeconds * 1000;
  const command = await kept.begun({ thing, command: id, power, traceId, askedAt: now, expiresAt });
  const then = (next: Next['next'], seconds = 0): Next => ({
    thing,
    power: command.power,
    command: id,
    traceId: command.traceId,
    next,
    seconds,
  });
  if (!isOpen(command)) {
    await kept.tell(command, now);
    return then('refuse');
  }
  if (command.isCancelled) return then('cancel');
  if (now >= command.expiresAt) return then('expire');
  if (!(await kept.takePlace(command, now))) {
    const refused = await kept.end(command, 'failed', now);
    if (refused) await kept.tell(refused, now);
    return then('refuse');
  }
  if (asked.next === undefined) await kept.tell(command, now);
  const pause = Math.max(askAgainSeconds, (now - command.askedAt) / 1000);
  return then('ask', Math.ceil(Math.min(pause, (command.expiresAt - now) / 1000)));
}
