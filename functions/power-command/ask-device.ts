import type { PowerQuestion } from '../../contracts/power';

/** A command that waits for its answer. */
export interface PendingCommand extends PowerQuestion {
  /** Second since the epoch after which nobody waits any more. */
  readonly expiresAt: number;
}

export interface AskedOf {
  /** Keeps the command under its thing; a newer command takes the place of an older one. */
  remember(command: PendingCommand): Promise<void>;
  /** Sets the desired power of the thing's shadow. */
  wish(thing: string, power: boolean): Promise<void>;
}

/**
 * Asks a device to switch. The token is kept before the device hears of it, since it may answer at once.
 * @param now ms since the epoch
 */
export async function askDevice(
  question: PowerQuestion,
  { now, answerWithinSeconds }: { readonly now: number; readonly answerWithinSeconds: number },
  of: AskedOf,
): Promise<void> {
  await of.remember({ ...question, expiresAt: Math.ceil(now / 1000) + answerWithinSeconds });
  await of.wish(question.thing, question.power);
}
