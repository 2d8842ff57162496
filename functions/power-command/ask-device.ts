import type { PowerQuestion } from '../../contracts/power';
import type { WaitingCommand } from '../shared/commands-table';

interface AskedOf {
  /** Keeps the command under its thing; a newer command takes the place of an older one. */
  remember(thing: string, command: WaitingCommand): Promise<void>;
  /** Sets the desired power of the thing's shadow. */
  wish(thing: string, power: boolean): Promise<void>;
}

/**
 * Asks a device to switch. The token is kept before the device hears of it, since it may answer at once.
 * @param now ms since the epoch
 */
export async function askDevice(
  { thing, power, taskToken }: PowerQuestion,
  { now, answerWithinSeconds }: { readonly now: number; readonly answerWithinSeconds: number },
  of: AskedOf,
): Promise<void> {
  await of.remember(thing, { taskToken, power, expiresAt: Math.ceil(now / 1000) + answerWithinSeconds });
  await of.wish(thing, power);
}
