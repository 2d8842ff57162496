import {
  type ProvisioningAnswer,
  type ProvisioningQuestion,
  parameterNames,
  SerialNumber,
} from '../../contracts/provisioning';
import { Word } from '../../contracts/values';
import type { ManufacturedDevice } from '../shared/serial-numbers-table';

interface DeviceTable {
  find(serial: string): Promise<ManufacturedDevice | undefined>;
  /** Stores the certificate of a device. @returns false if another certificate was stored first, or the device is retired */
  mark(serial: string, certificateId: string, now: number): Promise<boolean>;
}

export type Verdict =
  | 'known'
  | 'invalid serial number'
  | 'unknown serial number'
  | 'wrong device type'
  | 'invalid attribute'
  | 'retired'
  | 'already provisioned';

/**
 * Decides whether a device may be provisioned. A serial number is valid for one certificate, because every device contains the
 * claim certificate and an attacker who extracts it must not be able to impersonate another device. If AWS IoT fails to
 * create the thing after the hook allowed it, for example because the device sent no value for a template parameter, the device
 * can retry with the same certificate. A new certificate requires action by an operator (docs/adr/0012).
 * @param now ms since the epoch
 */
export async function authorizeDevice(
  { templateArn, certificateId, parameters }: ProvisioningQuestion,
  now: number,
  by: DeviceTable,
): Promise<{ verdict: Verdict; answer: ProvisioningAnswer }> {
  const serial = SerialNumber.safeParse(parameters[parameterNames.serial]).data;
  if (serial === undefined) return deny('invalid serial number');
  const device = await by.find(serial);
  if (device === undefined) return deny('unknown serial number');
  if (!templateArn.endsWith(`/${device.type}`)) return deny('wrong device type');
  if (device.retired) return deny('retired');
  if (device.certificateId !== undefined && device.certificateId !== certificateId) return deny('already provisioned');
  const parameterOverrides: Readonly<Record<string, string>> =
    device.kind === undefined ? {} : { [parameterNames.kind]: device.kind };
  const { [parameterNames.serial]: _, ...attributes } = { ...parameters, ...parameterOverrides };
  // attributes are used in topics and policies, and telemetry-writer rejects values with other characters
  if (!Object.values(attributes).every((word) => Word.safeParse(word).success)) return deny('invalid attribute');
  if (!(await by.mark(serial, certificateId, now))) return deny('already provisioned');
  return { verdict: 'known', answer: { allowProvisioning: true, parameterOverrides } };
}

const deny = (verdict: Verdict) => ({ verdict, answer: { allowProvisioning: false, parameterOverrides: {} } });
