import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { PowerCommand } from '../../contracts/power';

/** The workflow `power-command`. @param newId names each execution anew */
export function powerWorkflow(client: SFNClient, stateMachineArn: string, newId: () => string) {
  return {
    async start(command: PowerCommand): Promise<string> {
      const name = newId();
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(command) }));
      return name;
    },
  };
}
