import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { connectDevice, type DeviceIdentity } from '../../devices/device-connection';

/** Minimum time between connect requests with one client id; AWS IoT Core allows one per second. */
const millisecondsApart = 1_100;

export type Connect = (identity: DeviceIdentity) => Promise<MqttClient>;

/** Returns a function that connects devices, using each client id at most once per second. */
export function pacedConnects(mqttUrl: string): Connect {
  const free = new Map<string, number>();
  return async (identity) => {
    const now = performance.now();
    const due = Math.max(now, free.get(identity.thing) ?? now);
    free.set(identity.thing, due + millisecondsApart);
    await sleep(due - now);
    return connectDevice(mqttUrl, identity);
  };
}
