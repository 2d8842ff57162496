/**
 * An answer under `…/rejected`. The payload's shape is documented (AWS IoT developer guide, "Device provisioning MQTT
 * API"); of the codes InvalidCertificateOwnershipToken (seen in aws-iot-device-sdk-js-v2, issue 69) and ACCESS_DENIED with
 * status 403 ("Pre-provisioning hooks"; aws-iot-fleet-provisioning, issue 25). The others follow RegisterThing over HTTP.
 */
export class Rejection extends Error {
  constructor(
    readonly statusCode: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}

export const noToken = () =>
  new Rejection(400, 'InvalidCertificateOwnershipToken', 'Certificate ownership token cannot be empty.');
export const wrongToken = () =>
  new Rejection(400, 'InvalidCertificateOwnershipToken', 'Certificate ownership token is invalid or has expired.');
export const accessDenied = () => new Rejection(403, 'AccessDenied', 'Access Denied');
export const badRequest = (message: string) => new Rejection(400, 'InvalidRequest', message);
export const notFound = (template: string) =>
  new Rejection(404, 'ResourceNotFound', `Provisioning template ${template} does not exist or is not enabled.`);
export const notRegistered = (message: string) => new Rejection(400, 'ResourceRegistrationFailure', message);
