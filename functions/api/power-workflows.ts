import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type PowerCommand, PowerCommands } from '../../contracts/power-commands';
import { parse } from '../shared/parse';

/** Many commands that were given together, and whether some of them are still to be begun. */
export interface Group extends PowerCommands {
  readonly isRunning: boolean;
}

/** The workflows `power-command` and `power-commands`, by their ARNs. */
export function powerWorkflows(client: SFNClient, { one, many }: { readonly one: string; readonly many: string }) {
  const start = async (stateMachineArn: string, name: string, input: object) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      // the same was asked for before, and it has ended since
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
  return {
    startCommand: (id: string, command: PowerCommand): Promise<void> => start(one, id, command),
    startCommands: (id: string, commands: PowerCommands): Promise<void> => start(many, id, commands),

    /** undefined where there is none of this id. */
    async commandsGiven(id: string): Promise<Group | undefined> {
      const executionArn = `${many.replace(':stateMachine:', ':execution:')}:${id}`;
      try {
        const { input = '{}', status } = await client.send(new DescribeExecutionCommand({ executionArn }));
        return { ...parse(PowerCommands, JSON.parse(input), 'commands'), isRunning: status === 'RUNNING' };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
  };
}
