import { type IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { certificateShadow as shadowName } from '../../contracts/certificates';

/** Creates the functions that access the named shadow that controls certificate rotations. */
export function certificateShadow(client: IoTDataPlaneClient) {
  const update = async (thing: string, state: object) => {
    const payload = new TextEncoder().encode(JSON.stringify({ state }));
    await client.send(new UpdateThingShadowCommand({ thingName: thing, shadowName, payload }));
  };
  return {
    /** Merges fields into the desired state. The device receives the change immediately, or when it next connects. */
    async setDesired(
      thing: string,
      desired: { readonly rotation: string; readonly certificate?: string },
    ): Promise<void> {
      await update(thing, { desired });
    },

    /** Clears the shadow to notify the device that the rotation is over. */
    async clear(thing: string): Promise<void> {
      await update(thing, { desired: null, reported: null });
    },
  };
}
