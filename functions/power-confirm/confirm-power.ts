import type { PowerAnswer } from '../../contracts/power';
import type { WaitingCommand } from '../shared/commands-table';

interface ConfirmedTo {
  commandFor(thing: string): Promise<WaitingCommand | undefined>;
  /** Wakes the workflow. @returns false where it no longer waits */
  succeed(taskToken: string, output: { readonly thing: string; readonly power: boolean }): Promise<boolean>;
  /** Forgets the command, unless another has taken its place. */
  forget(thing: string, taskToken: string): Promise<void>;
}

type Outcome = 'confirmed' | 'nothing was asked' | 'another power was asked' | 'too late';

/**
 * Tells the workflow that waits for this answer. It is woken before the command is forgotten: if the function dies
 * between the two, its retry finds the command again, and a token that has been used already does no harm.
 */
export async function confirmPower(answer: PowerAnswer, to: ConfirmedTo): Promise<Outcome> {
  const { thing, power, receivedAt } = answer;
  const command = await to.commandFor(thing);
  if (!command) return 'nothing was asked';
  if (command.power !== power) return 'another power was asked';
  // DynamoDB deletes expired items within days, not at once (developer guide, "Time to Live").
  const waits = receivedAt < command.expiresAt * 1000 && (await to.succeed(command.taskToken, { thing, power }));
  await to.forget(thing, command.taskToken);
  return waits ? 'confirmed' : 'too late';
}
