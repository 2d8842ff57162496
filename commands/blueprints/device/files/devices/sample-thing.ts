import { type SampleThingMessage, sampleThingTopic } from '../contracts/sample-thing';
import { connectDevice, type DeviceIdentity } from './device-connection';

/** Starts a simulated sample thing. @throws Error if it cannot connect, as `connectDevice` does */
export async function startSampleThing(url: string, identity: DeviceIdentity, now: () => number) {
  const client = await connectDevice(url, identity);
  client.on('error', () => client.end(true));
  return {
    /** Reports its state. Resolves when AWS IoT has acknowledged the message. */
    async report(): Promise<void> {
      const message: SampleThingMessage = { v: 1, at: now() };
      await client.publishAsync(sampleThingTopic(identity.thing), JSON.stringify(message), { qos: 1 });
    },
    disconnect: () => client.endAsync(),
  };
}
