import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { Clients } from '../../commands/demonstration/clients';
import type { DeviceIdentity } from '../../devices/device-connection';

/** Platform that all tests in this folder share, started from the synthesized dev stack. */
export interface RunningPlatform {
  readonly platform: LocalAwsProcess;
  readonly clients: Clients;
  identity(thing: string): DeviceIdentity;
  /** Identity of a new device, with the client ID that it may use. */
  claim(serial: string): DeviceIdentity;
}

/** Returns the running platform. This is a function, because Jest collects the tests before the platform has started. */
export type ThePlatform = () => RunningPlatform;

export const portOf = ({ platform }: RunningPlatform): number => Number(new URL(platform.mqttUrl).port);
