import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import { connectDevice, type DeviceIdentity } from '../../devices/light';

/** AWS IoT Core quotas: a client id connects once a second. */
const millisecondsApart = 1_100;

export type Connect = (identity: DeviceIdentity) => Promise<MqttClient>;

/** Connects as connectDevice does, no client id more than once a second. */
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
