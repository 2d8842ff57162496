import type { Measurement } from '../contracts/telemetry';
import { sensorTopic } from '../contracts/topics';
import { connectDevice, type DeviceIdentity } from './light';

/** Measures one thing in one room. */
export interface Sensor {
  readonly thing: string;
  readonly kind: string;
  readonly room: string;
  /** Sends a measurement; resolves when AWS IoT has it. @returns its time by the device's clock, which is its own */
  measure(value: number): Promise<number>;
  disconnect(): Promise<void>;
}

/** @throws Error as connectDevice */
export async function startSensor(
  url: string,
  { identity, kind, room, now }: { identity: DeviceIdentity; kind: string; room: string; now: () => number },
): Promise<Sensor> {
  const client = await connectDevice(url, identity);
  client.on('error', () => client.end(true));
  const topic = sensorTopic({ kind, room });
  let last = 0;
  return {
    thing: identity.thing,
    kind,
    room,
    async measure(value) {
      // two measurements of one moment would be one
      last = Math.max(now(), last + 1);
      const at = last;
      const measurement: Measurement = { v: 1, at, value };
      await client.publishAsync(topic, JSON.stringify(measurement), { qos: 1 });
      return at;
    },
    disconnect: () => client.endAsync(),
  };
}
