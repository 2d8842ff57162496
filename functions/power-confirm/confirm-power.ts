import type { PowerAnswer } from '../../contracts/power';
import { isOpen } from '../shared/command';
import type { commandReports } from '../shared/command-reports';
import type { CommandsTable } from '../shared/commands-table';

interface ConfirmedTo
  extends Pick<CommandsTable, 'underWay' | 'find' | 'acknowledge'>,
    ReturnType<typeof commandReports> {
  /** Wakes the workflow. @returns false where it no longer waits */
  succeed(taskToken: string, output: { readonly thing: string; readonly power: boolean }): Promise<boolean>;
}

type Outcome =
  | 'confirmed'
  | 'acknowledged'
  | 'nothing was asked'
  | 'another command was answered'
  | 'another power was asked'
  | 'too late';

/**
 * Tells the workflow that waits for this answer. A device that names no command answers by its power alone; one that names
 * a command answers that one. The workflow writes the end: a function that dies before it is woken is retried, and a
 * token that has been used already does no harm.
 */
export async function confirmPower(answer: PowerAnswer, to: ConfirmedTo): Promise<Outcome> {
  const { thing, power, receivedAt } = answer;
  const id = await to.underWay(thing);
  const command = id === undefined ? undefined : await to.find({ thing, command: id });
  if (!command || !isOpen(command)) return 'nothing was asked';
  if (answer.command != null && answer.command !== id) return 'another command was answered';
  if (receivedAt >= command.expiresAt) return 'too late';
  const hasHeard = answer.command === id;
  if (hasHeard) {
    const acknowledged = await to.acknowledge(command, receivedAt);
    if (acknowledged) await to.tell(acknowledged, receivedAt);
  }
  if (power !== command.power) return hasHeard ? 'acknowledged' : 'another power was asked';
  if (command.taskToken === undefined) return 'nothing was asked';
  return (await to.succeed(command.taskToken, { thing, power: command.power })) ? 'confirmed' : 'too late';
}
