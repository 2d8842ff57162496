import type { PowerAnswer } from '../../contracts/power';
import { type Command, isOpen } from '../shared/command';
import type { commandReports } from '../shared/command-reports';
import type { CommandsTable } from '../shared/commands-table';

interface ConfirmationTargets
  extends Pick<CommandsTable, 'lockHolder' | 'find' | 'acknowledge'>,
    ReturnType<typeof commandReports> {
  /** Resumes the workflow. @returns false if the workflow is no longer waiting */
  succeed(taskToken: string, output: { readonly thing: string; readonly power: boolean }): Promise<boolean>;
}

type Result =
  | 'confirmed'
  | 'acknowledged'
  | 'no pending command'
  | 'report for another command'
  | 'not the requested power'
  | 'too late';

interface Outcome {
  readonly result: Result;
  /** Trace id of the pending command, which differs from the report's trace id. */
  readonly commandTrace?: string;
}

/**
 * Resumes the workflow that waits for this report. A report with a command id confirms that command; a report without an id
 * confirms any pending command for the same power. Retries are safe, because the workflow, not this function, records the end of
 * the command, and because a used token is ignored.
 */
export async function confirmPower(answer: PowerAnswer, to: ConfirmationTargets): Promise<Outcome> {
  const id = await to.lockHolder(answer.thing);
  const command = id === undefined ? undefined : await to.find({ thing: answer.thing, command: id });
  if (!command || !isOpen(command)) return { result: 'no pending command' };
  return { result: await confirm(command, answer, to), commandTrace: command.traceId };
}

async function confirm(command: Command, answer: PowerAnswer, to: ConfirmationTargets): Promise<Result> {
  const { thing, power, receivedAt } = answer;
  if (answer.command != null && answer.command !== command.command) return 'report for another command';
  if (receivedAt >= command.expiresAt) return 'too late';
  const isAcknowledged = answer.command === command.command;
  if (isAcknowledged) {
    const acknowledged = await to.acknowledge(command, receivedAt);
    if (acknowledged) await to.publishState(acknowledged, receivedAt);
  }
  if (power !== command.power) return isAcknowledged ? 'acknowledged' : 'not the requested power';
  if (command.taskToken === undefined) return 'no pending command';
  return (await to.succeed(command.taskToken, { thing, power: command.power })) ? 'confirmed' : 'too late';
}
