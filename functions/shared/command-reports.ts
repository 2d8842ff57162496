import { type IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import type { CommandReport } from '../../contracts/commands';
import { commandTopic } from '../../contracts/topics';
import type { Command } from './command';

/** Creates the function that publishes command states. */
export function commandReports(client: IoTDataPlaneClient) {
  return {
    /** Publishes the state of a command. @param at time of the state change, in ms since the epoch */
    async publishState({ thing, command, power, state, expiresAt, traceId }: Command, at: number): Promise<void> {
      const report: CommandReport = { thing, command, power, state, at, expiresAt, traceId };
      const payload = new TextEncoder().encode(JSON.stringify(report));
      await client.send(new PublishCommand({ topic: commandTopic(thing), qos: 1, payload }));
    },
  };
}
