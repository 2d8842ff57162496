import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Authorizer } from '../authorize';
import type { EventBus } from '../events';
import { type ActedOn, actedOn } from '../gateway/acted-on';
import { AwsError, type AwsResponse, type ServiceApi } from '../gateway/request';
import { type HttpCall, httpServer } from '../gateway/server';
import { type IotLogs, notAuthorized } from './iot-logs';
import { certificateOf } from './peer';
import { maxPayloadBytes } from './quotas';
import type { Registry } from './registry';

interface DeviceHttpOptions {
  /** The data plane, whoever asks. */
  api: ServiceApi;
  registry: Registry;
  authorizer: Authorizer;
  iotLogs: IotLogs;
  bus: Pick<EventBus, 'tell'>;
  place: { region: string; account: string };
  /** Resolves when all that a request has changed outlives the process: only then it is answered. */
  written(): Promise<void>;
}

/** How AWS IoT's log calls what a device asks by HTTP; of the rest it has no entry. */
const logged: Readonly<Record<string, Parameters<IotLogs['write']>[1]>> = {
  'iot:Publish': 'Publish-In',
  'iot:GetThingShadow': 'GetThingShadow',
  'iot:UpdateThingShadow': 'UpdateThingShadow',
  'iot:DeleteThingShadow': 'DeleteThingShadow',
};

const forbidden = () => new AwsError('ForbiddenException', 'Forbidden', 403);

/**
 * AWS IoT's data plane for a device that comes by HTTPS with its certificate: publishing, shadows, retained messages. It
 * has no client id, so that a policy which asks for one, or for the thing of that name, allows it nothing.
 * Source: AWS IoT developer guide, "http", "protocols", "thing-policy-variables".
 */
export function createDeviceHttp({
  registry,
  authorizer,
  bus,
  iotLogs,
  place,
  api,
  written,
}: DeviceHttpOptions): Server {
  const refuse = (principalId: string, { action, resource }: { action: string; resource: string }, reason: string) => {
    const who = `certificate ${principalId.slice(0, 8)}`;
    bus.tell({ kind: 'refused', who, action, resource: resource.split(':').slice(5).join(':'), reason });
    const eventType = logged[action];
    if (eventType !== undefined)
      iotLogs.write('ERROR', eventType, () => ({ protocol: 'HTTP', principalId, ...notAuthorized }));
  };

  /** @throws AwsError 403 */
  const authorize = (certificateId: string, { action, resources }: ActedOn) => {
    const principal = { kind: 'certificate', certificateId, context: {} } as const;
    for (const resource of resources) {
      const decision = authorizer.authorize({ principal, action, resource });
      if (decision.allowed) continue;
      refuse(certificateId, { action, resource }, decision.reason);
      throw forbidden();
    }
  };

  /** @throws AwsError as AWS IoT answers */
  const served = async (call: HttpCall, connection: object): Promise<AwsResponse> => {
    const certificate = certificateOf(connection, registry);
    if (typeof certificate === 'string') throw forbidden();
    if (call.body.byteLength > maxPayloadBytes)
      throw new AwsError('RequestEntityTooLargeException', 'The payload exceeds the maximum size allowed', 413);
    const acted = actedOn(call, 'iotdata', api, place);
    for (const one of acted.also === undefined ? [acted] : [acted, acted.also]) authorize(certificate.id, one);
    const principal = { kind: 'certificate', certificateId: certificate.id, context: {} } as const;
    const answer = await api({ ...call, service: 'iotdata', principal, cause: undefined });
    await written();
    return acted.action === 'iot:Publish' ? said(200, 'OK') : answer;
  };

  return httpServer((call, connection) =>
    served(call, connection).catch((error: unknown) => {
      if (error instanceof AwsError) return said(error.status, error.message);
      bus.tell({ kind: 'note', text: `${call.method} ${call.path} of a device failed: ${String(error)}` });
      return said(500, 'Internal service failure');
    }),
  );
}

/** As AWS IoT words what is no document: developer guide, "custom-auth-tutorial", steps 5 and 7. */
const said = (status: number, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message, traceId: randomUUID() }),
});
