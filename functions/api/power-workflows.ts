import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type PowerCommand, PowerCommands } from '../../contracts/power-commands';
import { parse } from '../shared/parse-input';

/** Commands from one request, and whether the workflow that sends these commands is still running. */
export interface CommandGroup extends PowerCommands {
  readonly isRunning: boolean;
}

/** Creates the functions that start and read the `power-command` and `power-commands` workflows, given their ARNs. */
export function powerWorkflows(client: SFNClient, { one, many }: { readonly one: string; readonly many: string }) {
  const start = async (stateMachineArn: string, name: string, input: object) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      // the request is a retry, and its execution has already ended
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
  return {
    startCommand: (id: string, command: PowerCommand): Promise<void> => start(one, id, command),
    startCommands: (id: string, commands: PowerCommands): Promise<void> => start(many, id, commands),

    /** Returns the command group with the given id; undefined if it does not exist. */
    async commandsGiven(id: string): Promise<CommandGroup | undefined> {
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
