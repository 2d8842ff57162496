import type { PowerAnswer } from '../../contracts/power';
import { type Command, isOpen } from '../shared/command';
import type { commandReports } from '../shared/command-reports';
import type { CommandsTable } from '../shared/commands-table';

interface ConfirmedTo
  extends Pick<CommandsTable, 'underWay' | 'find' | 'acknowledge'>,
    ReturnType<typeof commandReports> {
  /** Wakes the workflow. @returns false where it no longer waits */
  succeed(taskToken: string, output: { readonly thing: string; readonly power: boolean }): Promise<boolean>;
}

type Said =
  | 'confirmed'
  | 'acknowledged'
  | 'nothing was asked'
  | 'another command was answered'
  | 'another power was asked'
  | 'too late';

interface Outcome {
  readonly said: Said;
  /** Of the command that was under way: its id in logs, for a report has its own. */
  readonly commandTrace?: string;
}

/**
 * Tells the workflow that waits for this answer. A device that names no command answers by its power alone; one that names
 * a command answers that one. The workflow writes the end: a function that dies before it is woken is retried, and a
 * token that has been used already does no harm.
 */
export async function confirmPower(answer: PowerAnswer, to: ConfirmedTo): Promise<Outcome> {
  const id = await to.underWay(answer.thing);
  const command = id === undefined ? undefined : await to.find({ thing: answer.thing, command: id });
  if (!command || !isOpen(command)) return { said: 'nothing was asked' };
  return { said: await answered(command, answer, to), commandTrace: command.traceId };
}

async function answered(command: Command, answer: PowerAnswer, to: ConfirmedTo): Promise<Said> {
  const { thing, power, receivedAt } = answer;
  if (answer.command != null && answer.command !== command.command) return 'another command was answered';
  if (receivedAt >= command.expiresAt) return 'too late';
  const hasHeard = answer.command === command.command;
  if (hasHeard) {
    const acknowledged = await to.acknowledge(command, receivedAt);
    if (acknowledged) await to.tell(acknowledged, receivedAt);
  }
  if (power !== command.power) return hasHeard ? 'acknowledged' : 'another power was asked';
  if (command.taskToken === undefined) return 'nothing was asked';
  return (await to.succeed(command.taskToken, { thing, power: command.power })) ? 'confirmed' : 'too late';
}
