import { type IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';

/** The classic shadows of things, over HTTP. */
export function shadows(client: IoTDataPlaneClient) {
  return {
    /** Sets the desired power of a thing. */
    async wish(thing: string, power: boolean): Promise<void> {
      const payload = new TextEncoder().encode(JSON.stringify({ state: { desired: { power } } }));
      await client.send(new UpdateThingShadowCommand({ thingName: thing, payload }));
    },
  };
}
