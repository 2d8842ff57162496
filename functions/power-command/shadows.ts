import { type IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';

interface Wish {
  readonly power?: boolean | null;
  readonly command: string | null;
}

/** The classic shadows of things, over HTTP. */
export function shadows(client: IoTDataPlaneClient) {
  return {
    /** Sets what a thing shall be; null takes a wish back. */
    async wish(thing: string, desired: Wish): Promise<void> {
      const payload = new TextEncoder().encode(JSON.stringify({ state: { desired } }));
      await client.send(new UpdateThingShadowCommand({ thingName: thing, payload }));
    },
  };
}
