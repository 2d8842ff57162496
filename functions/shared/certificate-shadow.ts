import { type IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { certificateShadow as shadowName } from '../../contracts/certificates';

/** The named shadow by which a device hears of its rotation, over HTTP. */
export function certificateShadow(client: IoTDataPlaneClient) {
  const update = async (thing: string, state: object) => {
    const payload = new TextEncoder().encode(JSON.stringify({ state }));
    await client.send(new UpdateThingShadowCommand({ thingName: thing, shadowName, payload }));
  };
  return {
    /** Adds to what the device shall do; it hears of it when it is connected, or comes. */
    async desire(thing: string, desired: { readonly rotation: string; readonly certificate?: string }): Promise<void> {
      await update(thing, { desired });
    },

    /** Empties it, by which the device hears that its rotation is over. */
    async clear(thing: string): Promise<void> {
      await update(thing, { desired: null, reported: null });
    },
  };
}
