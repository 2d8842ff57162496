import type { Measurement } from '../contracts/telemetry';
import { basicIngest, measurementsRule, sensorTopic } from '../contracts/topics';
import { connectDevice, type DeviceIdentity } from './device-connection';

/** A simulated sensor that measures one quantity in one room. */
export interface Sensor {
  readonly thing: string;
  readonly kind: string;
  readonly room: string;
  /**
   * Publishes a measurement. Resolves when AWS IoT has acknowledged it.
   * @returns the time of the measurement, unique for this sensor
   */
  measure(value: number): Promise<number>;
  disconnect(): Promise<void>;
}

interface SensorOptions {
  readonly identity: DeviceIdentity;
  readonly kind: string;
  readonly room: string;
  readonly now: () => number;
  /**
   * Publishing method. Basic Ingest delivers measurements only to the rule that stores them, at no messaging cost. A
   * topic delivers measurements to every matching rule and subscriber.
   */
  readonly by?: 'topic' | 'basic ingest';
}

/** Starts a sensor. @throws Error if it cannot connect, as `connectDevice` does */
export async function startSensor(
  url: string,
  { identity, kind, room, now, by = 'topic' }: SensorOptions,
): Promise<Sensor> {
  const client = await connectDevice(url, identity);
  client.on('error', () => client.end(true));
  const ownTopic = sensorTopic({ kind, room });
  const topic = by === 'topic' ? ownTopic : basicIngest(measurementsRule, ownTopic);
  let last = 0;
  return {
    thing: identity.thing,
    kind,
    room,
    async measure(value) {
      // measurements are identified by their time
      last = Math.max(now(), last + 1);
      const at = last;
      const measurement: Measurement = { v: 1, at, value };
      await client.publishAsync(topic, JSON.stringify(measurement), { qos: 1 });
      return at;
    },
    disconnect: () => client.endAsync(),
  };
}
