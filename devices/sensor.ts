import type { Measurement } from '../contracts/telemetry';
import { basicIngest, measurementsRule, sensorTopic } from '../contracts/topics';
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

interface SensorOptions {
  readonly identity: DeviceIdentity;
  readonly kind: string;
  readonly room: string;
  readonly now: () => number;
  /**
   * By Basic Ingest the measurement goes to the rule that stores it and to nobody else, and costs no message: for the
   * busy path. By its topic every rule and subscriber sees it.
   */
  readonly by?: 'topic' | 'basic ingest';
}

/** @throws Error as connectDevice */
export async function startSensor(
  url: string,
  { identity, kind, room, now, by = 'topic' }: SensorOptions,
): Promise<Sensor> {
  const client = await connectDevice(url, identity);
  client.on('error', () => client.end(true));
  const own = sensorTopic({ kind, room });
  const topic = by === 'topic' ? own : basicIngest(measurementsRule, own);
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
