import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { Clients } from '../../commands/demonstration/clients';
import type { DeviceIdentity } from '../../devices/light';

/** The platform that all clients of this folder share, with its own stack and its own policies. */
export interface RunningPlatform {
  readonly platform: LocalAwsProcess;
  readonly clients: Clients;
  identity(thing: string): DeviceIdentity;
  /** What a new device has, under the name by which it may connect. */
  claim(serial: string): DeviceIdentity;
}

/** For the tests, which are named before it has started. */
export type ThePlatform = () => RunningPlatform;

export const portOf = ({ platform }: RunningPlatform): number => Number(new URL(platform.mqttUrl).port);
