import { type IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';

interface DesiredPower {
  readonly power?: boolean | null;
  readonly command: string | null;
}

/** Creates the functions that access the classic shadows of things. */
export function powerShadow(client: IoTDataPlaneClient) {
  return {
    /** Sets the desired state of a thing; null removes a field. */
    async setDesired(thing: string, desired: DesiredPower): Promise<void> {
      const payload = new TextEncoder().encode(JSON.stringify({ state: { desired } }));
      await client.send(new UpdateThingShadowCommand({ thingName: thing, payload }));
    },
  };
}
