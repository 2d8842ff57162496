import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { Clients } from '../../commands/demonstration/clients';
import type { DeviceIdentity } from '../../devices/light';

/** The platform that all clients of this folder share, with its own stack and its own policies. */
export interface RunningPlatform {
  readonly platform: LocalAwsProcess;
  readonly clients: Clients;
  identity(thing: string): DeviceIdentity;
  /** Identity of a new device, with the client ID that it may use. */
  claim(serial: string): DeviceIdentity;
}

/** For the tests, which are named before it has started. */
export type ThePlatform = () => RunningPlatform;

export const portOf = ({ platform }: RunningPlatform): number => Number(new URL(platform.mqttUrl).port);
