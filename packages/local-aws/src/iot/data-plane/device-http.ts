import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Authorizer } from '../../authorize';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import { type RequiredPermission, requiredPermission } from '../../gateway/iam-action';
import { AwsError, type AwsResponse, type ServiceApi } from '../../gateway/service-api';
import type { Credentials } from '../../gateway/signature';
import type { HttpCall } from '../../http/http-call';
import { httpServer } from '../../http/server';
import type { Decision } from '../../iam/decision';
import type { CertificatePrincipal, CustomPrincipal } from '../../iam/principal';
import type { MetricStore } from '../../metrics';
import type { Store } from '../../store';
import { deviceOf, principalIdOf } from '../broker/connection';
import { certificateOf, hasCertificate, sourceOf } from '../broker/peer';
import { AuthenticationError, type CustomAuthentication } from '../custom-auth/custom-authentication';
import { type IotLogs, notAuthorized } from '../iot-logs';
import type { ConnectionThrottle, Throttle } from '../rates/throttle';
import type { Registry } from '../registry/thing-registry';
import { assumeRole, createCredentialsProvider, isCredentialsRequest } from './credentials-provider';
import { createHttpAuthentication } from './http-authentication';
import { rejectLargePayload } from './iot-data-api';

interface DeviceHttpOptions {
  store: Store;
  /** Adds credentials that a device has requested with a role alias. */
  issue(credentials: Credentials): void;
  revoke(accessKeyId: string): void;
  /** Data plane API, which does not check permissions. */
  api: ServiceApi;
  registry: Registry;
  authorizer: Authorizer;
  iotLogs: IotLogs;
  bus: Pick<EventBus, 'emit'>;
  clock: Pick<Clock, 'now' | 'after'>;
  metrics: Pick<MetricStore, 'record'>;
  throttle: Pick<Throttle, 'ofConnection'>;
  /** Authentication of devices without a certificate. */
  customAuthentication: Pick<CustomAuthentication, 'authenticate' | 'select'>;
  place: { region: string; account: string };
  /** Resolves when all changes are durable. A response is sent only afterwards. */
  written(): Promise<void>;
}

/** Event types that AWS IoT logs for HTTP requests from devices, keyed by action. Other actions are not logged. */
const eventTypes: Readonly<Record<string, Parameters<IotLogs['write']>[1]>> = {
  'iot:Publish': 'Publish-In',
  'iot:GetThingShadow': 'GetThingShadow',
  'iot:UpdateThingShadow': 'UpdateThingShadow',
  'iot:DeleteThingShadow': 'DeleteThingShadow',
};

/** Device that calls the data plane over HTTPS. */
type DevicePrincipal = CertificatePrincipal | CustomPrincipal;

const nameOf = (device: DevicePrincipal) =>
  device.kind === 'certificate' ? `certificate ${device.certificateId.slice(0, 8)}` : `principal ${device.principalId}`;

const publishAction = 'iot:Publish';

/** Returns the error for a throttled request. Source: API reference, "Publish", ThrottlingException. */
const tooManyRequests = () => new AwsError('ThrottlingException', 'Too Many Requests', 429);
const forbidden = () => new AwsError('ForbiddenException', 'Forbidden', 403);

/**
 * Creates the HTTPS data plane for devices: publishing, shadows, retained messages, and the credentials of role aliases.
 * Devices without a certificate are authenticated by custom authorizers, and can only publish. Over HTTPS, a device has no
 * client ID, so policies that depend on the client ID or on the thing allow no action. Source: AWS IoT developer guide, "http", "protocols", "thing-policy-variables", "custom-auth".
 */
export function createDeviceHttp(options: DeviceHttpOptions): Server {
  const { registry, authorizer, bus, clock, metrics, throttle, iotLogs, place, api, written } = options;
  const count = (metric: string) => metrics.record({ metric, tags: { protocol: 'http' }, value: 1, at: clock.now() });
  const reportDenied = (
    device: DevicePrincipal,
    { action, resource }: { action: string; resource: string },
    { reason, denial }: Extract<Decision, { allowed: false }>,
  ) => {
    bus.emit({
      kind: 'refused',
      who: nameOf(device),
      action,
      resource: resource.split(':').slice(5).join(':'),
      reason,
      ...denial,
    });
    const eventType = eventTypes[action];
    if (eventType !== undefined)
      iotLogs.write('ERROR', eventType, () => ({
        protocol: 'HTTP',
        principalId: principalIdOf(device),
        ...notAuthorized(reason),
      }));
  };

  /** Throws an AwsError with status 403 if no policy allows the action. */
  const authorize = (
    principal: DevicePrincipal,
    { action, resources }: Pick<RequiredPermission, 'action' | 'resources'>,
  ) => {
    for (const resource of resources) {
      const decision = authorizer.authorize({ principal, action, resource });
      if (decision.allowed) continue;
      reportDenied(principal, { action, resource }, decision);
      if (action === publishAction) count('aws.iot.publish_in_auth_error');
      throw forbidden();
    }
  };

  const provideCredentials = createCredentialsProvider({ ...options, authorize, reportDenied });

  const throttles = new WeakMap<object, ConnectionThrottle>();
  const admits = (connection: object, device: DevicePrincipal, { body, query }: HttpCall) => {
    const known = throttles.get(connection) ?? throttle.ofConnection(() => nameOf(device), 'http');
    throttles.set(connection, known);
    return known.admitsPublish({ retain: query.get('retain') === 'true', payload: body });
  };

  const authenticateByToken = createHttpAuthentication(options);
  const reportUnauthenticated = (action: string, authorizer: string | undefined, reason: string) => {
    const resource = authorizer === undefined ? 'the data plane' : `authorizer/${authorizer}`;
    bus.emit({ kind: 'refused', who: 'an HTTPS client', action, resource, reason });
    count('aws.iot.connection_authn_error');
    iotLogs.write('ERROR', 'Connection.AuthNError', () => ({ protocol: 'HTTP', details: reason }));
  };

  /** Returns the device that has sent a request. Throws an AwsError with status 403 if the device is not authenticated. */
  const deviceFor = async (
    call: HttpCall,
    { connection, action }: { connection: object; action: string },
  ): Promise<DevicePrincipal> => {
    if (hasCertificate(connection)) {
      const certificate = certificateOf(connection, registry);
      if (typeof certificate === 'string') {
        reportUnauthenticated(action, undefined, certificate);
        throw forbidden();
      }
      return deviceOf(certificate, { source: sourceOf(connection), named: undefined }, registry);
    }
    if (action !== publishAction) {
      reportUnauthenticated(action, undefined, 'a device without a certificate can only publish over HTTPS');
      throw forbidden();
    }
    return await authenticateByToken(call, connection).catch((error: unknown) => {
      if (!(error instanceof AuthenticationError)) throw error;
      reportUnauthenticated(action, error.authorizer, error.message);
      throw forbidden();
    });
  };

  /** Authorizes and serves a request. Throws an AwsError with AWS IoT's status and message. */
  const serve = async (call: HttpCall, connection: object): Promise<AwsResponse> => {
    const isForCredentials = isCredentialsRequest(call);
    const required = requiredPermission(call, 'iotdata', api, place);
    const action = isForCredentials ? assumeRole : required.action;
    const principal = await deviceFor(call, { connection, action });
    rejectLargePayload(call.body);
    if (isForCredentials && principal.kind === 'certificate') return provideCredentials(call, principal);
    for (const permission of required.also === undefined ? [required] : [required, required.also])
      authorize(principal, permission);
    if (required.action === publishAction && !admits(connection, principal, call)) throw tooManyRequests();
    const answer = await api({ ...call, service: 'iotdata', principal, cause: undefined });
    await written();
    return required.action === publishAction ? statusMessage(200, 'OK') : answer;
  };

  return httpServer({
    answer: (call, connection) =>
      serve(call, connection).catch((error: unknown) => {
        if (error instanceof AwsError) return statusMessage(error.status, error.message);
        bus.emit({
          kind: 'note',
          failed: true,
          text: `${call.method} ${call.path} from a device failed: ${String(error)}`,
        });
        return statusMessage(500, 'Internal service failure');
      }),
  });
}

/** Returns a status message in AWS IoT's format. Source: developer guide, "custom-auth-tutorial", steps 5 and 7. */
const statusMessage = (status: number, message: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message, traceId: randomUUID() }),
});
