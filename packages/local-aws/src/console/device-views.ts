import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '@himeshima/aws-policy';
import type { z } from 'zod';
import { deviceFiles } from '../certificates/device-certificates';
import type { PlatformEvent } from '../events';
import { fieldsOf } from '../gateway/json-api';
import { AwsError } from '../gateway/service-api';
import { statementText, withoutStatement } from '../iam/decision';
import { deviceOf } from '../iot/broker/connection';
import { billingGroupsOf } from '../iot/registry/billing-groups';
import { createFleetIndex } from '../iot/registry/fleet-index';
import type { Certificate } from '../iot/registry/thing-registry';
import type { PlatformServices } from '../services';
import { memoryStore } from '../store';
import type { ConsoleEvent } from './console-event';
import type {
  Credentials,
  Device,
  DeviceSummary,
  Devices,
  PermissionAnswer,
  PermissionQuestion,
  Shadow,
  ShadowChange,
} from './contract';
import { deviceQuotas } from './device-quotas';
import type { EventFilter, RecordedEvent } from './event-log';
import type { SimulatedDevice } from './simulated-device';

interface Parts extends Pick<PlatformServices, 'registry' | 'presence' | 'authorizer' | 'place' | 'store'> {
  readonly clock: Pick<PlatformServices['clock'], 'now'>;
  readonly shadows: Pick<PlatformServices['shadows'], 'document' | 'names' | 'update' | 'requestsTo'>;
  readonly deviceDefender: Pick<PlatformServices['deviceDefender'], 'violationsOf'>;
  readonly broker: Pick<PlatformServices['broker'], 'disconnectClient' | 'rates' | 'usageOf'>;
  readonly authority: Pick<PlatformServices['authority'], 'certificatePem'>;
}

interface Sources {
  readonly parts: Parts;
  readonly directory: string;
  search(filter: EventFilter, most: number): readonly RecordedEvent[];
  toEvent(recorded: RecordedEvent): ConsoleEvent;
  simulationOf(thing: string): SimulatedDevice | undefined;
}

/**
 * Returns the thing that sent the message or request that an event reports; undefined if a service or another client sent
 * it, or if it is unknown who sent it.
 */
function senderOf(event: PlatformEvent): string | undefined {
  switch (event.kind) {
    case 'published':
      return event.from;
    case 'shadow-updated':
      return event.cause === undefined && event.overHttp === undefined ? event.shadow.split('/')[0] : undefined;
    case 'refused':
      return event.action === 'iot:Receive' ? undefined : (event.attachedThings?.[0] ?? event.who);
    case 'throttled':
      return event.what === 'outgoing messages discarded' ? undefined : event.who;
    default:
      return undefined;
  }
}

const notFound = (thing: string) => new AwsError('ResourceNotFoundException', `Thing ${thing} not found`, 404);

/** Resource of an action, as the prefix in its ARN. */
const resourceKinds = {
  'iot:Connect': 'client',
  'iot:Publish': 'topic',
  'iot:RetainPublish': 'topic',
  'iot:Receive': 'topic',
  'iot:Subscribe': 'topicfilter',
} as const;

/** Creates the console's views of devices. */
export function createDeviceViews({ parts, directory, search, toEvent, simulationOf }: Sources) {
  const { registry, presence, shadows, authorizer, place, broker } = parts;
  // indexes everything, whatever the stack configures, because a search must not depend on the fleet index being enabled
  const index = createFleetIndex({ ...parts, billingGroups: billingGroupsOf(parts) }, memoryStore());
  const indexAll = () =>
    index.configure({
      things: 'REGISTRY_AND_SHADOW',
      connectivity: true,
      violations: true,
      namedShadows: [...new Set(registry.things().flatMap((thing) => shadows.names(thing)))],
      groups: true,
    });

  /** Returns the times at which things last sent something, in one pass over the events. */
  const lastSentBy = (things: readonly string[]): ReadonlyMap<string, number> => {
    const missing = new Set(things);
    const times = new Map<string, number>();
    for (const { event } of search({}, Number.POSITIVE_INFINITY)) {
      if (missing.size === 0) break;
      const sender = senderOf(event);
      if (sender !== undefined && missing.delete(sender)) times.set(sender, event.at);
    }
    return times;
  };

  const summarize = (things: readonly string[]): z.infer<typeof DeviceSummary>[] => {
    const lastSent = lastSentBy(things);
    return things.map((thing) => {
      const { connected, timestamp, disconnectReason } = presence.connectivityOf(thing);
      const seen = Math.max(timestamp ?? 0, lastSent.get(thing) ?? 0);
      const active = certificatesOf(thing).filter(({ status }) => status === 'ACTIVE');
      const [expiry] = active.map((certificate) => certificate.expiry).toSorted();
      const type = registry.thing(thing)?.type;
      return {
        thing,
        ...(type !== undefined && { type }),
        groups: [...registry.groupsOf(thing)],
        connected,
        ...(seen > 0 && { lastSeen: new Date(seen).toISOString() }),
        ...(disconnectReason !== undefined && !connected && { disconnectReason }),
        ...(expiry !== undefined && { certificateExpiry: expiry }),
      };
    });
  };

  const certificatesOf = (thing: string) =>
    registry.certificatesOf(thing).flatMap((id) => {
      const certificate = registry.certificate(id);
      if (certificate === undefined) return [];
      const expiry = new Date(new X509Certificate(certificate.pem).validTo).toISOString();
      return [{ id, status: certificate.status, expiry, policies: authorizer.iotPoliciesOf(id) }];
    });

  const shadowView = (thing: string, name: string | undefined): z.infer<typeof Shadow> | undefined => {
    const id = name === undefined ? { thing } : { thing, shadow: name };
    const document = shadows.document(id);
    if (document === undefined) return undefined;
    const { state, version } = document;
    const sections = fieldsOf(state);
    const key = name === undefined ? thing : `${thing}/${name}`;
    const history = search({ thing, kind: 'shadow-updated' }, 200)
      .filter(({ event }) => event.kind === 'shadow-updated' && event.shadow === key)
      .slice(0, 20);
    return {
      ...(name !== undefined && { name }),
      version: typeof version === 'number' ? version : 0,
      desired: sections['desired'],
      reported: sections['reported'],
      delta: sections['delta'],
      history: history.map(toEvent),
    };
  };

  const topicsOf = (thing: string) => {
    const topics = new Map<string, { topic: string; messages: number; last: string }>();
    for (const { event } of search({ thing, kind: 'published' }, 1_000)) {
      if (event.kind !== 'published') continue;
      const known = topics.get(event.topic);
      const last = known?.last ?? new Date(event.at).toISOString();
      topics.set(event.topic, { topic: event.topic, messages: (known?.messages ?? 0) + 1, last });
    }
    return [...topics.values()];
  };

  const activeCertificatesOf = (thing: string) =>
    registry
      .certificatesOf(thing)
      .flatMap((id) => registry.certificate(id) ?? [])
      .filter(({ status }) => status === 'ACTIVE');

  /** Decides whether a device with a certificate and a client ID may perform an action. */
  const decide = (
    certificate: Certificate,
    { clientId, action, arn }: { clientId: string; action: keyof typeof resourceKinds; arn: string },
  ): z.infer<typeof PermissionAnswer> => {
    const source = { ip: '127.0.0.1', port: 0, domain: undefined };
    const { context } = deviceOf(certificate, { source, named: { clientId, connectAttributes: [] } }, registry);
    const { policies, denying = [] } = authorizer.effectiveIotPolicies(certificate.id, context);
    const decision = evaluate({ policies, denying, action, resource: arn, context });
    const names = [...new Set(policies.map((policy) => policy.name))];
    if (decision.decision === 'not allowed') {
      const missing = JSON.stringify({ Effect: 'Allow', Action: action, Resource: arn });
      return { allowed: false, arn, reason: withoutStatement(names), statement: missing, policies: names };
    }
    const statement = statementText(decision.statement);
    const allowed = decision.decision === 'allowed';
    const reason = `${statement} ${allowed ? 'allows' : 'denies'} the action`;
    return { allowed, arn, reason, statement, policies: names };
  };

  const exists = (thing: string) => {
    if (registry.thing(thing) === undefined) throw notFound(thing);
  };

  return {
    list(query: string | undefined, limit: number): z.infer<typeof Devices> {
      if (query === undefined || query.trim() === '') {
        const things = registry.things();
        return { devices: summarize(things.slice(0, limit)), total: things.length };
      }
      indexAll();
      index.checkQuery('AWS_Things', query);
      const things = index.members(query);
      return { devices: summarize(things.slice(0, limit)), total: things.length };
    },
    get(thing: string): z.infer<typeof Device> {
      const [summary] = summarize([thing]);
      if (registry.thing(thing) === undefined || summary === undefined) throw notFound(thing);
      const simulation = simulationOf(thing);
      return {
        ...summary,
        attributes: registry.thing(thing)?.attributes ?? {},
        certificates: certificatesOf(thing),
        shadows: [undefined, ...shadows.names(thing)].flatMap((name) => shadowView(thing, name) ?? []),
        topics: topicsOf(thing),
        quotas: deviceQuotas(thing, search({ thing, kind: 'throttled' }, 1_000), parts),
        hasCredentials: existsSync(deviceFiles(directory, thing).key),
        ...(simulation && {
          simulation: { topic: simulation.topic, seconds: simulation.seconds, sent: simulation.sent },
        }),
        events: search({ thing }, 20).map(toEvent),
      };
    },
    updateShadow(thing: string, { name, desired, version }: z.infer<typeof ShadowChange>): z.infer<typeof Shadow> {
      exists(thing);
      const request = Buffer.from(JSON.stringify({ state: { desired }, ...(version !== undefined && { version }) }));
      const id = name === undefined ? { thing } : { thing, shadow: name };
      const reply = shadows.update(id, request, undefined);
      if (reply.kind === 'rejected')
        throw new AwsError('InvalidRequestException', reply.rejected.message, reply.rejected.code);
      const view = shadowView(thing, name);
      if (view === undefined)
        throw new AwsError('ResourceNotFoundException', `the shadow of ${thing} was deleted`, 404);
      return view;
    },
    checkPermission(
      thing: string,
      { action, resource }: z.infer<typeof PermissionQuestion>,
    ): z.infer<typeof PermissionAnswer> {
      exists(thing);
      const arn = `arn:aws:iot:${place.region}:${place.account}:${resourceKinds[action]}/${resource}`;
      // a device may ask to connect with any client ID; other actions are evaluated for a device whose client ID is the thing's name
      const clientId = action === 'iot:Connect' ? resource : thing;
      const answers = activeCertificatesOf(thing).map((certificate) => decide(certificate, { clientId, action, arn }));
      const reason = `${thing} has no active certificate`;
      return answers.find(({ allowed }) => allowed) ?? answers[0] ?? { allowed: false, arn, reason, policies: [] };
    },
    disconnect(thing: string): void {
      if (!broker.disconnectClient(thing, { cleanSession: false, preventWill: false }))
        throw new AwsError('ResourceNotFoundException', `${thing} is not connected`, 404);
    },
    credentials(thing: string): z.infer<typeof Credentials> {
      exists(thing);
      const { key, certificate } = deviceFiles(directory, thing);
      if (!existsSync(key) || !existsSync(certificate))
        throw new AwsError(
          'ResourceNotFoundException',
          `the private key of ${thing} is not in ${join(directory, 'devices')}: only the device has it`,
          404,
        );
      return {
        certificate: readFileSync(certificate, 'utf8'),
        privateKey: readFileSync(key, 'utf8'),
        ca: parts.authority.certificatePem,
      };
    },
  };
}
