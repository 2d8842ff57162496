import * as z from 'zod/mini';
import { Moment, NonEmpty, ThingName } from './values';

/** Input of the `rotate-certificate` and `decommission` workflows. */
export const ThingCommand = z.object({ thing: ThingName });
export type ThingCommand = z.infer<typeof ThingCommand>;

/** Input of the `rotate-certificate` functions. `rotation` is the name of the workflow execution. */
const RotationStep = z.extend(ThingCommand, { rotation: NonEmpty });
export const RotationQuestion = z.extend(RotationStep, { taskToken: NonEmpty });
export type RotationQuestion = z.infer<typeof RotationQuestion>;
/** Input of `rotate-issue`. `csr` is the PEM of the device's certificate signing request. */
export const CertificateQuestion = z.extend(RotationQuestion, { csr: NonEmpty });
export type CertificateQuestion = z.infer<typeof CertificateQuestion>;
/** Input of `rotate-finish`. `confirmed` says whether the device has connected with its new certificate. */
export const RotationEnd = z.extend(RotationStep, { confirmed: z.boolean() });
export type RotationEnd = z.infer<typeof RotationEnd>;

/**
 * Event of the `rotation_reported` rule for `rotate-answer`. `certificateId` identifies the certificate that the
 * device used to connect, as reported by AWS IoT; `receivedAt` is in ms since the epoch.
 */
export const RotationReport = z.extend(RotationStep, {
  csr: z.optional(NonEmpty),
  certificateId: NonEmpty,
  receivedAt: Moment,
  traceId: z.string(),
});
export type RotationReport = z.infer<typeof RotationReport>;

/**
 * Named shadow that controls a device's certificate rotation. Desired: `rotation`, then `certificate` (PEM). Reported: `rotation`
 * and `csr` (PEM), then `rotation` again, over a connection with the new certificate.
 */
export const certificateShadow = 'certificate';

/**
 * Topics of the `certificate` shadow (AWS IoT developer guide, "Named shadow topics").
 * A rotation is complete when the desired state is empty.
 */
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
