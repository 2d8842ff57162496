/**
 * Error that is sent to `…/rejected`. AWS documents the payload's format (AWS IoT developer guide, "Device provisioning
 * MQTT API"), but only two of the error codes are known: InvalidCertificateOwnershipToken (aws-iot-device-sdk-js-v2,
 * issue 69), and ACCESS_DENIED with status 403 ("Pre-provisioning hooks"; aws-iot-fleet-provisioning, issue 25). The
 * other codes are the codes that RegisterThing returns over HTTP.
 */
export class ProvisioningError extends Error {
  constructor(
    readonly statusCode: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}

export const missingToken = () =>
  new ProvisioningError(400, 'InvalidCertificateOwnershipToken', 'Certificate ownership token cannot be empty.');
export const invalidToken = () =>
  new ProvisioningError(
    400,
    'InvalidCertificateOwnershipToken',
    'Certificate ownership token is invalid or has expired.',
  );
export const accessDenied = () => new ProvisioningError(403, 'AccessDenied', 'Access Denied');
export const badRequest = (message: string) => new ProvisioningError(400, 'InvalidRequest', message);
export const notFound = (template: string) =>
  new ProvisioningError(404, 'ResourceNotFound', `Provisioning template ${template} does not exist or is not enabled.`);
export const notRegistered = (message: string) => new ProvisioningError(400, 'ResourceRegistrationFailure', message);
