import { type IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import type { AskedOf } from './ask-device';

/** The classic shadows of things, over HTTP. */
export function shadows(client: IoTDataPlaneClient): Pick<AskedOf, 'wish'> {
  return {
    async wish(thing, power) {
      const payload = new TextEncoder().encode(JSON.stringify({ state: { desired: { power } } }));
      await client.send(new UpdateThingShadowCommand({ thingName: thing, payload }));
    },
  };
}
