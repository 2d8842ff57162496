import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Authorizer } from '../../authorize';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import { type ActedOn, actedOn } from '../../gateway/acted-on';
import { AwsError, type AwsResponse, type ServiceApi } from '../../gateway/request';
import type { HttpCall } from '../../http/http-call';
import { httpServer } from '../../http/server';
import type { CertificatePrincipal } from '../../iam/principal';
import type { MetricStore } from '../../metrics';
import { deviceOf } from '../broker/connection';
import { certificateOf, sourceOf } from '../broker/peer';
import { type IotLogs, notAuthorized } from '../iot-logs';
import type { ConnectionThrottle, Throttle } from '../rates/throttle';
import type { Certificate, Registry } from '../registry/registry';
import { refuseLarge } from './api';

interface DeviceHttpOptions {
  /** The data plane, whoever asks. */
  api: ServiceApi;
  registry: Registry;
  authorizer: Authorizer;
  iotLogs: IotLogs;
  bus: Pick<EventBus, 'tell'>;
  clock: Pick<Clock, 'now'>;
  metrics: Pick<MetricStore, 'record'>;
  throttle: Pick<Throttle, 'ofConnection'>;
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

const nameOf = (certificateId: string) => `certificate ${certificateId.slice(0, 8)}`;

/** API reference, "Publish", ThrottlingException. */
const tooManyRequests = () => new AwsError('ThrottlingException', 'Too Many Requests', 429);
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
  clock,
  metrics,
  throttle,
  iotLogs,
  place,
  api,
  written,
}: DeviceHttpOptions): Server {
  const count = (metric: string) => metrics.record({ metric, tags: { protocol: 'http' }, value: 1, at: clock.now() });
  const refuse = (principalId: string, { action, resource }: { action: string; resource: string }, reason: string) => {
    bus.tell({
      kind: 'refused',
      who: nameOf(principalId),
      action,
      resource: resource.split(':').slice(5).join(':'),
      reason,
    });
    const eventType = logged[action];
    if (eventType !== undefined)
      iotLogs.write('ERROR', eventType, () => ({ protocol: 'HTTP', principalId, ...notAuthorized }));
  };

  /** @throws AwsError 403 */
  const authorize = (principal: CertificatePrincipal, { action, resources }: ActedOn) => {
    for (const resource of resources) {
      const decision = authorizer.authorize({ principal, action, resource });
      if (decision.allowed) continue;
      refuse(principal.certificateId, { action, resource }, decision.reason);
      if (action === 'iot:Publish') count('aws.iot.publish_in_auth_error');
      throw forbidden();
    }
  };

  const throttles = new WeakMap<object, ConnectionThrottle>();
  const admits = (connection: object, { id }: Certificate, { body, query }: HttpCall) => {
    const known = throttles.get(connection) ?? throttle.ofConnection(() => nameOf(id), 'http');
    throttles.set(connection, known);
    return known.admitsPublish({ retain: query.get('retain') === 'true', payload: body });
  };

  /** @throws AwsError as AWS IoT answers */
  const served = async (call: HttpCall, connection: object): Promise<AwsResponse> => {
    const certificate = certificateOf(connection, registry);
    if (typeof certificate === 'string') throw forbidden();
    const principal = deviceOf(certificate, { source: sourceOf(connection), named: undefined }, registry);
    refuseLarge(call.body);
    const acted = actedOn(call, 'iotdata', api, place);
    for (const one of acted.also === undefined ? [acted] : [acted, acted.also]) authorize(principal, one);
    if (acted.action === 'iot:Publish' && !admits(connection, certificate, call)) throw tooManyRequests();
    const answer = await api({ ...call, service: 'iotdata', principal, cause: undefined });
    await written();
    return acted.action === 'iot:Publish' ? said(200, 'OK') : answer;
  };

  return httpServer({
    answer: (call, connection) =>
      served(call, connection).catch((error: unknown) => {
        if (error instanceof AwsError) return said(error.status, error.message);
        bus.tell({ kind: 'note', text: `${call.method} ${call.path} of a device failed: ${String(error)}` });
        return said(500, 'Internal service failure');
      }),
  });
}

/** As AWS IoT words what is no document: developer guide, "custom-auth-tutorial", steps 5 and 7. */
const said = (status: number, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message, traceId: randomUUID() }),
});
