import {
  get,
  type JsonObject,
  parseShadowTopic,
  type RejectedRequest,
  remove,
  type ShadowId,
  type StoredShadow,
  shadowTopic,
  throttledResponse,
  update,
} from '@himeshima/iot';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import type { Collection, Store } from '../../store';
import type { IotLogs } from '../iot-logs';
import type { Message } from '../iot-message';
import type { ShadowRates } from '../rates/shadow-rates';

type Protocol = 'mqtt' | 'http';
/** Logged fields of a reply. */
type LoggedReply = { kind: 'accepted' } | RejectedRequest;

export type ShadowReply = { kind: 'accepted'; accepted: JsonObject } | RejectedRequest;

/** Shadow service, which receives requests as messages on MQTT topics and as HTTP calls. */
export interface Shadows {
  /** Responds to a message if it is a shadow request. Returns the ID of the event that reports an update or its rejection. */
  receive(message: Message, cause: number | undefined): number | undefined;
  get(shadow: ShadowId): ShadowReply;
  update(shadow: ShadowId, request: Uint8Array, cause: number | undefined): ShadowReply;
  remove(shadow: ShadowId): ShadowReply;
  /**
   * Returns a shadow's document for the fleet index, or undefined if the shadow does not exist. The lookup does not
   * count as a request.
   */
  document(shadow: ShadowId): JsonObject | undefined;
  /** Returns the names of a thing's named shadows, without the classic shadow. */
  names(thing: string): string[];
  /** Returns the number of requests to a thing's shadows in the last second; undefined if rate limits are not enforced. */
  requestsTo(thing: string): number | undefined;
}

export interface ShadowsOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  iotLogs: IotLogs;
  rates: Pick<ShadowRates, 'admits' | 'usedBy'>;
  publish(message: Message & { cause: number | undefined }): void;
}

const keyOf = ({ thing, shadow }: ShadowId) => (shadow === undefined ? thing : `${thing}/${shadow}`);

const payloadOf = (value: object) => Buffer.from(JSON.stringify(value));

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Describes an update's changes for the screen, one for each top-level key of a section: `desired.power = true`. */
function describeChanges(accepted: JsonObject): string {
  const { state } = accepted;
  if (!isObject(state)) return 'state cleared';
  const parts = Object.entries(state).flatMap(([section, values]) =>
    isObject(values)
      ? Object.entries(values).map(([key, value]) => `${section}.${key} = ${JSON.stringify(value)}`)
      : [`${section} cleared`],
  );
  return parts.join(', ');
}

/** Event types in the AWS IoT log, keyed by operation. */
const eventTypes = { get: 'GetThingShadow', update: 'UpdateThingShadow', delete: 'DeleteThingShadow' } as const;
type Operation = keyof typeof eventTypes;

export function createShadows({ clock, store, bus, metrics, iotLogs, rates, publish }: ShadowsOptions): Shadows {
  const documents: Collection<Exclude<StoredShadow, undefined>> = store.collection('shadows');
  const now = () => Math.floor(clock.now() / 1000);
  const nameOf = ({ thing, shadow }: ShadowId) => shadow ?? thing;

  const count = (metric: string, protocol: Protocol) =>
    metrics.record({ metric, tags: { protocol }, value: 1, at: clock.now() });

  const log = (operation: Operation, id: ShadowId, { protocol, reply }: { protocol: Protocol; reply: LoggedReply }) => {
    const deviceShadowName = nameOf(id);
    const fields = { protocol: protocol.toUpperCase(), deviceShadowName, topicName: shadowTopic(id, operation) };
    if (reply.kind === 'accepted') iotLogs.write('INFO', eventTypes[operation], () => fields);
    else iotLogs.write('ERROR', eventTypes[operation], () => ({ ...fields, details: reply.rejected.message }));
  };

  const reportRejected = (
    id: ShadowId,
    { rejected }: RejectedRequest,
    { request, cause }: { request?: Uint8Array; cause: number | undefined },
  ) =>
    bus.emit(
      { kind: 'shadow-rejected', shadow: keyOf(id), code: rejected.code, message: rejected.message },
      cause,
      undefined,
      request && { payloads: [{ label: 'message', read: () => request }] },
    );

  const runUpdate = (
    id: ShadowId,
    { request, cause, protocol }: { request: Uint8Array; cause: number | undefined; protocol: Protocol },
  ) => {
    const result = update({ stored: documents.get(keyOf(id)), request, nowSeconds: now() });
    log('update', id, { protocol, reply: result });
    if (result.kind === 'rejected') return { result, event: reportRejected(id, result, { request, cause }) };
    documents.set(keyOf(id), result.next);
    count('aws.iot.update_thing_shadow_accepted', protocol);
    const delta = result.delta === undefined ? undefined : JSON.stringify(result.delta['state']);
    const changed = payloadOf(result.documents);
    const event = bus.emit(
      {
        kind: 'shadow-updated',
        shadow: keyOf(id),
        changes: describeChanges(result.accepted),
        version: result.next.version,
        delta,
        ...(protocol === 'http' && { overHttp: true }),
      },
      cause,
      undefined,
      {
        payloads: [
          { label: 'message', read: () => request },
          { label: 'document', read: () => changed },
        ],
      },
    );
    const answer = (stub: Parameters<typeof shadowTopic>[1], payload: Uint8Array) =>
      publish({ topic: shadowTopic(id, stub), payload, cause: event });
    // AWS does not guarantee an order; the local runtime uses the same order as Greengrass.
    if (result.delta !== undefined) answer('update/delta', payloadOf(result.delta));
    answer('update/documents', changed);
    return { result, event, accept: () => answer('update/accepted', payloadOf(result.accepted)) };
  };

  const runGet = (id: ShadowId, request: Uint8Array, protocol: Protocol): ShadowReply => {
    const reply = get({ stored: documents.get(keyOf(id)), name: nameOf(id), request, nowSeconds: now() });
    log('get', id, { protocol, reply });
    if (reply.kind === 'accepted') count('aws.iot.get_thing_shadow_accepted', protocol);
    return reply;
  };

  const runRemove = (id: ShadowId, request: Uint8Array, protocol: Protocol): ShadowReply => {
    const result = remove({ stored: documents.get(keyOf(id)), name: nameOf(id), request, nowSeconds: now() });
    log('delete', id, { protocol, reply: result });
    if (result.kind === 'rejected') return result;
    documents.set(keyOf(id), result.next);
    count('aws.iot.delete_thing_shadow_accepted', protocol);
    return result;
  };

  /** Returns the reply to a request that exceeds the rate limit, or undefined if the request is admitted. */
  const rateLimitReply = (
    operation: Operation,
    id: ShadowId,
    { request, protocol }: { request: Uint8Array; protocol: Protocol },
  ): RejectedRequest | undefined => {
    if (rates.admits(id.thing)) return undefined;
    const reply = throttledResponse({ request, nowSeconds: now() });
    log(operation, id, { protocol, reply });
    return reply;
  };

  const emptyRequest = new Uint8Array();
  return {
    receive({ topic, payload }, cause) {
      const request = parseShadowTopic(topic);
      if (request === undefined) return undefined;
      const { operation, ...id } = request;
      // A rejected request is not reported here, because the rate limit reports rejected requests once per second.
      const rateLimited = rateLimitReply(operation, id, { request: payload, protocol: 'mqtt' });
      if (rateLimited !== undefined) {
        publish({ topic: shadowTopic(id, `${operation}/rejected`), payload: payloadOf(rateLimited.rejected), cause });
        return undefined;
      }
      if (operation === 'update') {
        const { result, event, accept } = runUpdate(id, { request: payload, cause, protocol: 'mqtt' });
        if (result.kind === 'rejected') {
          publish({ topic: shadowTopic(id, 'update/rejected'), payload: payloadOf(result.rejected), cause: event });
        } else accept?.();
        return event;
      }
      const reply = operation === 'get' ? runGet(id, payload, 'mqtt') : runRemove(id, payload, 'mqtt');
      const rejected = reply.kind === 'rejected';
      if (rejected) reportRejected(id, reply, { cause });
      publish({
        topic: shadowTopic(id, `${operation}/${rejected ? 'rejected' : 'accepted'}`),
        payload: payloadOf(rejected ? reply.rejected : reply.accepted),
        cause,
      });
      return undefined;
    },
    get: (id) =>
      rateLimitReply('get', id, { request: emptyRequest, protocol: 'http' }) ?? runGet(id, emptyRequest, 'http'),
    update(id, request, cause) {
      const rateLimited = rateLimitReply('update', id, { request, protocol: 'http' });
      if (rateLimited !== undefined) return rateLimited;
      const { result, accept } = runUpdate(id, { request, cause, protocol: 'http' });
      // A failed HTTP request publishes no message, unlike a failed MQTT request.
      accept?.();
      return result;
    },
    remove: (id) =>
      rateLimitReply('delete', id, { request: emptyRequest, protocol: 'http' }) ?? runRemove(id, emptyRequest, 'http'),
    document(id) {
      const reply = get({
        stored: documents.get(keyOf(id)),
        name: nameOf(id),
        request: emptyRequest,
        nowSeconds: now(),
      });
      return reply.kind === 'accepted' ? reply.accepted : undefined;
    },
    requestsTo: rates.usedBy,
    names: (thing) =>
      [...documents.entries()]
        .filter(([key, document]) => key.startsWith(`${thing}/`) && document.kind === 'document')
        .map(([key]) => key.slice(thing.length + 1)),
  };
}
