import * as z from 'zod/mini';
import { NonEmpty } from './values';

/** Serial number of a device. Thing names contain it: `light-A1B2C3`. */
export const SerialNumber = z
  .string()
  .check(z.regex(/^[A-Z0-9]{6,32}$/, 'not a serial number: expected 6 to 32 characters from A to Z and 0 to 9'));

/** Returns the serial number in the name of a provisioned thing; undefined for other names. */
export const serialOf = (thing: string): string | undefined =>
  SerialNumber.safeParse(thing.slice(thing.indexOf('-') + 1)).data;

/** Template parameters. All except the serial number become attributes of the thing. */
export const parameterNames = { serial: 'SerialNumber', kind: 'Kind', room: 'Room' } as const;

/** Client ID for a connection with the shared claim certificate. It is unique, so devices do not disconnect each other. */
export const claimClient = (serial: string) => `provisioning-${serial}`;

/**
 * Fleet provisioning topics for JSON payloads (AWS IoT developer guide, "Device provisioning MQTT API"). Response topics are
 * below the topic of their request, and a response reaches only the connection that sent the request.
 */
export const certificateFromCsr = '$aws/certificates/create-from-csr/json';
export const provisionBy = (template: string) => `$aws/provisioning-templates/${template}/provision/json`;
export const answersTo = (topic: string) => ({ accepted: `${topic}/accepted`, rejected: `${topic}/rejected` }) as const;

/** Request that AWS IoT sends to the hook before it provisions a device (developer guide, "Pre-provisioning hooks"). */
export const ProvisioningQuestion = z.object({
  claimCertificateId: z.string(),
  certificateId: NonEmpty,
  /** ARN of the template: `arn:aws:iot:REGION:ACCOUNT:provisioningtemplate/light`. */
  templateArn: z.string(),
  clientId: z.string(),
  /** Untrusted parameters from the device. */
  parameters: z._default(z.record(z.string(), z.string()), {}),
});
export type ProvisioningQuestion = z.infer<typeof ProvisioningQuestion>;

/** Response of the hook. The overrides replace parameters from the device. */
export interface ProvisioningAnswer {
  readonly allowProvisioning: boolean;
  readonly parameterOverrides: Readonly<Record<string, string>>;
}
