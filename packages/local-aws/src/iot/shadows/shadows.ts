import {
  get,
  type JsonObject,
  parseShadowTopic,
  type Rejected,
  remove,
  type ShadowId,
  type Stored,
  shadowTopic,
  throttled,
  update,
} from '@himeshima/iot';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import type { Collection, Store } from '../../store';
import type { IotLogs } from '../iot-logs';
import type { Message } from '../message';
import type { ShadowRates } from '../rates/shadow-rates';

type Protocol = 'mqtt' | 'http';
/** What the log has to know of a reply. */
type Logged = { kind: 'accepted' } | Rejected;

export type ShadowReply = { kind: 'accepted'; accepted: JsonObject } | Rejected;

/** The shadow service: over MQTT by its topics, over HTTP by its calls. */
export interface Shadows {
  /** Takes a message; where it is a request to a shadow, answers it. @returns the event that tells of an update */
  receive(message: Message, cause: number | undefined): number | undefined;
  get(shadow: ShadowId): ShadowReply;
  update(shadow: ShadowId, request: Uint8Array, cause: number | undefined): ShadowReply;
  remove(shadow: ShadowId): ShadowReply;
  /** As the index reads it, which is no request; undefined where there is none. */
  document(shadow: ShadowId): JsonObject | undefined;
  /** Names of a thing's named shadows; the classic one has none. */
  names(thing: string): string[];
}

export interface ShadowsOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  iotLogs: IotLogs;
  rates: Pick<ShadowRates, 'admits'>;
  publish(message: Message & { cause: number | undefined }): void;
}

const keyOf = ({ thing, shadow }: ShadowId) => (shadow === undefined ? thing : `${thing}/${shadow}`);

const payloadOf = (value: object) => Buffer.from(JSON.stringify(value));

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `desired.power = true`, one part a leaf of the first level. */
function changesIn(accepted: JsonObject): string {
  const { state } = accepted;
  if (!isObject(state)) return 'state cleared';
  const parts = Object.entries(state).flatMap(([section, values]) =>
    isObject(values)
      ? Object.entries(values).map(([key, value]) => `${section}.${key} = ${JSON.stringify(value)}`)
      : [`${section} cleared`],
  );
  return parts.join(', ');
}

/** How AWS IoT's log calls the operations. */
const logged = { get: 'GetThingShadow', update: 'UpdateThingShadow', delete: 'DeleteThingShadow' } as const;
type Operation = keyof typeof logged;

export function createShadows({ clock, store, bus, metrics, iotLogs, rates, publish }: ShadowsOptions): Shadows {
  const documents: Collection<Exclude<Stored, undefined>> = store.collection('shadows');
  const now = () => Math.floor(clock.now() / 1000);
  const nameOf = ({ thing, shadow }: ShadowId) => shadow ?? thing;

  const count = (metric: string, protocol: Protocol) =>
    metrics.record({ metric, tags: { protocol }, value: 1, at: clock.now() });

  const log = (operation: Operation, id: ShadowId, { protocol, reply }: { protocol: Protocol; reply: Logged }) => {
    const deviceShadowName = nameOf(id);
    const fields = { protocol: protocol.toUpperCase(), deviceShadowName, topicName: shadowTopic(id, operation) };
    if (reply.kind === 'accepted') iotLogs.write('INFO', logged[operation], () => fields);
    else iotLogs.write('ERROR', logged[operation], () => ({ ...fields, details: reply.rejected.message }));
  };

  const tellRejected = (id: ShadowId, { rejected }: Rejected, cause: number | undefined) =>
    bus.tell({ kind: 'shadow-rejected', shadow: keyOf(id), code: rejected.code, message: rejected.message }, cause);

  const runUpdate = (
    id: ShadowId,
    { request, cause, protocol }: { request: Uint8Array; cause: number | undefined; protocol: Protocol },
  ) => {
    const result = update({ stored: documents.get(keyOf(id)), request, nowSeconds: now() });
    log('update', id, { protocol, reply: result });
    if (result.kind === 'rejected') return { result, event: tellRejected(id, result, cause) };
    documents.set(keyOf(id), result.next);
    count('aws.iot.update_thing_shadow_accepted', protocol);
    const delta = result.delta === undefined ? undefined : JSON.stringify(result.delta['state']);
    const event = bus.tell(
      {
        kind: 'shadow-updated',
        shadow: keyOf(id),
        changes: changesIn(result.accepted),
        version: result.next.version,
        delta,
      },
      cause,
    );
    const answer = (stub: Parameters<typeof shadowTopic>[1], value: object) =>
      publish({ topic: shadowTopic(id, stub), payload: payloadOf(value), cause: event });
    // AWS guarantees no order; this is Greengrass's: delta, documents, accepted
    if (result.delta !== undefined) answer('update/delta', result.delta);
    answer('update/documents', result.documents);
    return { result, event, accept: () => answer('update/accepted', result.accepted) };
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

  /** @returns the answer to a request beyond the rate; undefined where there is room for it */
  const beyondRate = (
    operation: Operation,
    id: ShadowId,
    { request, protocol }: { request: Uint8Array; protocol: Protocol },
  ): Rejected | undefined => {
    if (rates.admits(id.thing)) return undefined;
    const reply = throttled({ request, nowSeconds: now() });
    log(operation, id, { protocol, reply });
    return reply;
  };

  const none = new Uint8Array();
  return {
    receive({ topic, payload }, cause) {
      const request = parseShadowTopic(topic);
      if (request === undefined) return undefined;
      const { operation, ...id } = request;
      // told by the rate itself, once a second
      const refused = beyondRate(operation, id, { request: payload, protocol: 'mqtt' });
      if (refused !== undefined) {
        publish({ topic: shadowTopic(id, `${operation}/rejected`), payload: payloadOf(refused.rejected), cause });
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
      if (rejected) tellRejected(id, reply, cause);
      publish({
        topic: shadowTopic(id, `${operation}/${rejected ? 'rejected' : 'accepted'}`),
        payload: payloadOf(rejected ? reply.rejected : reply.accepted),
        cause,
      });
      return undefined;
    },
    get: (id) => beyondRate('get', id, { request: none, protocol: 'http' }) ?? runGet(id, none, 'http'),
    update(id, request, cause) {
      const refused = beyondRate('update', id, { request, protocol: 'http' });
      if (refused !== undefined) return refused;
      const { result, accept } = runUpdate(id, { request, cause, protocol: 'http' });
      // an error of an HTTP call makes no message
      accept?.();
      return result;
    },
    remove: (id) => beyondRate('delete', id, { request: none, protocol: 'http' }) ?? runRemove(id, none, 'http'),
    document(id) {
      const reply = get({ stored: documents.get(keyOf(id)), name: nameOf(id), request: none, nowSeconds: now() });
      return reply.kind === 'accepted' ? reply.accepted : undefined;
    },
    names: (thing) =>
      [...documents.entries()]
        .filter(([key, document]) => key.startsWith(`${thing}/`) && document.kind === 'document')
        .map(([key]) => key.slice(thing.length + 1)),
  };
}
