import * as z from 'zod/mini';
import { ThingName } from './power';
import { Moment, NonEmpty } from './values';

/** What starts the workflows `rotate-certificate` and `decommission`. */
export const ThingCommand = z.object({ thing: ThingName });
export type ThingCommand = z.infer<typeof ThingCommand>;

/** What the states of `rotate-certificate` hand to their functions; a rotation has the name of its execution. */
const RotationStep = z.extend(ThingCommand, { rotation: NonEmpty });
export const RotationQuestion = z.extend(RotationStep, { taskToken: NonEmpty });
export type RotationQuestion = z.infer<typeof RotationQuestion>;
/** `csr`: PEM of the certificate signing request that the device has sent. */
export const CertificateQuestion = z.extend(RotationQuestion, { csr: NonEmpty });
export type CertificateQuestion = z.infer<typeof CertificateQuestion>;
/** `confirmed`: whether the device has come with its new certificate. */
export const RotationEnd = z.extend(RotationStep, { confirmed: z.boolean() });
export type RotationEnd = z.infer<typeof RotationEnd>;

/**
 * What the rule `rotation_reported` hands to `rotate-answer`. `certificateId` is that by which the device is connected,
 * as AWS IoT knows it; `receivedAt` in ms since the epoch.
 */
export const RotationReport = z.extend(RotationStep, {
  csr: z.optional(NonEmpty),
  certificateId: NonEmpty,
  receivedAt: Moment,
  traceId: z.string(),
});
export type RotationReport = z.infer<typeof RotationReport>;

/**
 * The named shadow by which a device and the platform speak of its certificate. Desired: `rotation`, then `certificate`
 * (PEM). Reported: `rotation` and `csr` (PEM), then `rotation` again, over a connection with the new certificate.
 */
export const certificateShadow = 'certificate';

/** Its topics (AWS IoT developer guide, "Named shadow topics"). A rotation is over when desired is empty. */
export function certificateTopics(thing: string) {
  const shadow = `$aws/things/${thing}/shadow/name/${certificateShadow}`;
  return {
    update: `${shadow}/update`,
    accepted: `${shadow}/update/accepted`,
    delta: `${shadow}/update/delta`,
    get: `${shadow}/get`,
    getAccepted: `${shadow}/get/accepted`,
    getRejected: `${shadow}/get/rejected`,
  } as const;
}
