import type { Progress } from '@himeshima/cli';
import { counted } from '@himeshima/plan-review';
import { parameterNames } from '../../contracts/provisioning';
import type { DeviceIdentity } from '../../devices/device-connection';
import { type Light, startLight } from '../../devices/light';
import { provision } from '../../devices/provision';
import { type Sensor, startSensor } from '../../devices/sensor';
import { forEachConcurrently } from '../platform/for-each-concurrently';
import type { Target } from './load-test-target';
import { type ManufacturedDevice, registerSerials } from './register-serials';

export interface Fleet {
  readonly sensors: readonly Sensor[];
  readonly lights: readonly { readonly thing: string; readonly light: Light }[];
  /** Devices that will attack; they are not connected. */
  readonly hostile: readonly DeviceIdentity[];
  /** Serial numbers in the order of creation. */
  readonly serials: readonly string[];
}

/** One device in five is a light and, with --chaos, one in ten is hostile. The remaining devices are sensors. */
const [devicesPerLight, devicesPerHostile] = [5, 10];
const kind = 'temp';
const rooms = 10;

/**
 * AWS IoT rejects devices whose hook is throttled, and a new account may have a
 * quota of ten concurrent executions (Lambda developer guide, "Lambda quotas").
 */
export const concurrentProvisions = 8;

const isLight = (index: number) => index % devicesPerLight === devicesPerLight - 1;

const madeDevice = (serial: string, index: number): ManufacturedDevice =>
  isLight(index) ? { serial, type: 'light' } : { serial, type: 'sensor', kind };

/** Provisions and connects a fleet. @param run unique prefix of letters and digits for serial numbers and rooms */
export async function provisionFleet(
  target: Pick<Target, 'mqttUrl' | 'claim' | 'dynamodb'>,
  { run, devices, chaos, progress }: { run: string; devices: number; chaos: boolean; progress: Progress },
): Promise<Fleet> {
  const serials = Array.from({ length: devices }, (_, index) => `${run}${String(index).padStart(6, '0')}`);
  await registerSerials(target.dynamodb, serials.map(madeDevice));
  const sensors: Sensor[] = [];
  const lights: Fleet['lights'][number][] = [];
  const hostile: DeviceIdentity[] = [];
  let done = 0;
  await forEachConcurrently(serials.keys(), concurrentProvisions, async (index) => {
    const serial = serials[index] ?? '';
    const room = roomOf(run, index);
    const parameters = { [parameterNames.kind]: kind, [parameterNames.room]: room };
    const made = isLight(index) ? { template: 'light' } : { template: 'sensor', parameters };
    const identity = await provision(target.mqttUrl, { claim: target.claim, serial, ...made });
    if (chaos && index % devicesPerHostile === 0) hostile.push(identity);
    else if (isLight(index)) lights.push({ thing: identity.thing, light: await startLight(target.mqttUrl, identity) });
    else sensors.push(await startSensor(target.mqttUrl, { identity, kind, room, now: Date.now, by: 'basic ingest' }));
    done += 1;
    progress.reach(done, devices, `${done} of ${counted(devices, 'device')} provisioned and connected`);
  });
  return { sensors, lights, hostile, serials };
}

export const roomOf = (run: string, index: number) => `${run}-${index % rooms}`;
