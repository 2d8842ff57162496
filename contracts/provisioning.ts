import * as z from 'zod/mini';
import { NonEmpty } from './values';

/** What a device carries from the factory, and the name of its thing after it: `light-A1B2C3`. */
export const SerialNumber = z
  .string()
  .check(z.regex(/^[A-Z0-9]{6,32}$/, 'not a serial number: 6 to 32 of A to Z and 0 to 9'));

/** The serial number in the name of a provisioned thing; undefined for a thing that has another name. */
export const serialOf = (thing: string): string | undefined =>
  SerialNumber.safeParse(thing.slice(thing.indexOf('-') + 1)).data;

/** The kinds of things that are provisioned. Each has a template, a thing type and a group of its own. */
export const ThingType = z.enum(['light', 'sensor']);
export type ThingType = z.infer<typeof ThingType>;

/** What a template is given, by the names of its parameters. */
export const parameterNames = { serial: 'SerialNumber', kind: 'Kind', room: 'Room' } as const;

/** Under which name a device connects with the claim certificate, which many share: one each, so that none ends another. */
export const claimClient = (serial: string) => `provisioning-${serial}`;

/**
 * The topics of fleet provisioning in JSON (AWS IoT developer guide, "Device provisioning MQTT API"). Each request is
 * answered under its own topic, to the connection that sent it.
 */
export const certificateFromCsr = '$aws/certificates/create-from-csr/json';
export const provisionBy = (template: string) => `$aws/provisioning-templates/${template}/provision/json`;
export const answersTo = (topic: string) => ({ accepted: `${topic}/accepted`, rejected: `${topic}/rejected` }) as const;

/** What AWS IoT asks the hook before it provisions (developer guide, "Pre-provisioning hooks"). */
export const ProvisioningQuestion = z.object({
  claimCertificateId: z.string(),
  certificateId: NonEmpty,
  /** `arn:aws:iot:REGION:ACCOUNT:provisioningtemplate/light` */
  templateArn: z.string(),
  clientId: z.string(),
  /** As the device sent them: not to be trusted. */
  parameters: z._default(z.record(z.string(), z.string()), {}),
});
export type ProvisioningQuestion = z.infer<typeof ProvisioningQuestion>;

/** What AWS IoT hears of the hook. An override takes the place of what the device said. */
export interface ProvisioningAnswer {
  readonly allowProvisioning: boolean;
  readonly parameterOverrides: Readonly<Record<string, string>>;
}
