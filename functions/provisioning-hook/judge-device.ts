import {
  type ProvisioningAnswer,
  type ProvisioningQuestion,
  parameterNames,
  SerialNumber,
} from '../../contracts/provisioning';
import { Word } from '../../contracts/telemetry';
import type { MadeDevice } from '../shared/serial-numbers-table';

interface JudgedBy {
  find(serial: string): Promise<MadeDevice | undefined>;
  /** @returns false where another was quicker */
  mark(serial: string, certificateId: string, now: number): Promise<boolean>;
}

export type Verdict =
  | 'known'
  | 'no serial number'
  | 'unknown serial number'
  | 'made as something else'
  | 'no room or kind'
  | 'retired'
  | 'provisioned already';

/**
 * Whether a device may have its thing. A serial number is good for one certificate: the claim certificate lies in every
 * device of the fleet, and who has stolen one must not take the place of a device that is there. Where AWS
 * IoT could not make the thing after the hook had agreed, the device asks again with the same certificate, and is let in;
 * one that comes with a new one waits for a person (docs/adr/0012).
 * @param now ms since the epoch
 */
export async function judgeDevice(
  { templateArn, certificateId, parameters }: ProvisioningQuestion,
  now: number,
  by: JudgedBy,
): Promise<{ verdict: Verdict; answer: ProvisioningAnswer }> {
  const serial = SerialNumber.safeParse(parameters[parameterNames.serial]).data;
  if (serial === undefined) return refused('no serial number');
  const device = await by.find(serial);
  if (device === undefined) return refused('unknown serial number');
  if (!templateArn.endsWith(`/${device.type}`)) return refused('made as something else');
  if (device.retired) return refused('retired');
  if (device.certificateId !== undefined && device.certificateId !== certificateId)
    return refused('provisioned already');
  const kind = device.kind ?? parameters[parameterNames.kind];
  const place = [kind, parameters[parameterNames.room]];
  // topics and policies are made of them, and the writer of telemetry refuses what is no word
  if (device.type === 'sensor' && !place.every((word) => Word.safeParse(word).success))
    return refused('no room or kind');
  if (!(await by.mark(serial, certificateId, now))) return refused('provisioned already');
  const parameterOverrides = device.kind === undefined ? {} : { [parameterNames.kind]: device.kind };
  return { verdict: 'known', answer: { allowProvisioning: true, parameterOverrides } };
}

const refused = (verdict: Verdict) => ({ verdict, answer: { allowProvisioning: false, parameterOverrides: {} } });
