import { z } from 'zod';
import { invalidSigningRequest } from '../../certificates/authority';
import { certificateId } from '../../certificates/device-certificates';
import { parseBody, type Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/request';
import type { Certificate } from '../registry/thing-registry';
import { type ControlParts, finders, jsonResponse, read } from './control-input';

const SigningRequest = z.object({ certificateSigningRequest: z.string() });
const Status = z.enum(['ACTIVE', 'INACTIVE', 'REVOKED']);

/** Returns the routes that create, describe, update and delete certificates. */
export function certificateRoutes(parts: ControlParts): Route[] {
  const { registry, authority, place } = parts;
  const find = finders(parts);
  const path = '/certificates/{certificate}';
  return [
    {
      name: 'CreateCertificateFromCsr',
      method: 'POST',
      path: '/certificates',
      async run(_, { body, query }) {
        const { certificateSigningRequest } = read(SigningRequest, parseBody(body));
        const pem = await authority.signRequest(certificateSigningRequest).catch((error: unknown) => {
          throw new AwsError('InvalidRequestException', invalidSigningRequest(error));
        });
        const id = certificateId(pem);
        const arn = `arn:aws:iot:${place.region}:${place.account}:cert/${id}`;
        registry.addCertificate({ id, arn, pem, status: query.get('setAsActive') === 'true' ? 'ACTIVE' : 'INACTIVE' });
        return jsonResponse({ certificateArn: arn, certificateId: id, certificatePem: pem });
      },
    },
    {
      name: 'DescribeCertificate',
      method: 'GET',
      path,
      run({ certificate = '' }) {
        const { id, arn, pem, status } = find.certificate(certificate);
        const described = { certificateId: id, certificateArn: arn, certificatePem: pem, status };
        return jsonResponse({ certificateDescription: described });
      },
    },
    {
      name: 'UpdateCertificate',
      method: 'PUT',
      path,
      run({ certificate = '' }, { query, cause }) {
        const status = read(Status, query.get('newStatus'));
        registry.setStatus(find.certificate(certificate).id, status);
        if (status !== 'ACTIVE') closeConnections(parts, certificate, status, cause);
        return jsonResponse();
      },
    },
    {
      name: 'DeleteCertificate',
      method: 'DELETE',
      path,
      run({ certificate = '' }) {
        rejectInUse(parts, find.certificate(certificate));
        registry.removeCertificate(certificate);
        return jsonResponse();
      },
    },
  ];
}

/**
 * Immediately closes the connections that use a certificate, whereas AWS closes them later: "Within a few minutes […]
 * IoT disconnects all devices that used that certificate" (API reference, "UpdateCertificate").
 */
function closeConnections({ broker, bus }: ControlParts, id: string, status: string, cause: number | undefined): void {
  const clients = broker.disconnect(id);
  if (clients.length === 0) return;
  const text = `certificate ${id.slice(0, 8)} is ${status}: disconnected ${clients.join(', ')}`;
  bus.emit({ kind: 'note', text }, cause);
}

/**
 * Rejects a request to delete a certificate that is in use.
 * @throws AwsError if the certificate is active or attached (API reference, "DeleteCertificate")
 */
function rejectInUse({ registry, authorizer }: ControlParts, { id, arn, status }: Certificate): void {
  if (status === 'ACTIVE') {
    const reason = `Certificate must be deactivated (not ACTIVE) before deletion. id=${id}`;
    throw new AwsError('CertificateStateException', reason, 406);
  }
  const attached = authorizer.iotPoliciesOf(id).length > 0 ? 'Certificate policies' : 'Things';
  if (attached === 'Certificate policies' || registry.thingsOf(id).length > 0)
    throw new AwsError('DeleteConflictException', `${attached} must be detached before deletion (arn: ${arn})`, 409);
}
