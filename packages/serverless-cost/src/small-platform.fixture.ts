import type { Fleet, Message } from './fleet-usage';
import { type MatchRule, platformOf } from './platform-resources';
import { PriceBook } from './prices/price-book';
import type { Attributes, Resource } from './resource';

export const resource = (type: string, name: string, attributes: Attributes = {}): Resource => ({
  type,
  name,
  address: `${type}.${name}`,
  slice: 'telemetry',
  attributes: { name, ...attributes },
});

/** Stub that treats a rule's `sql` as a topic. The rule matches every message on this topic. */
const matchRule: MatchRule = ({ attributes }, { topic, payloads }) =>
  attributes['sql'] === topic ? { share: 1, bytes: Buffer.byteLength(payloads[0]?.text ?? '') } : undefined;

export const smallPlatform = (...resources: Resource[]) => platformOf(resources, matchRule);

export const message = (changed: Partial<Message> = {}): Message => ({
  name: 'measurements',
  slice: 'telemetry',
  topic: 'a/b',
  count: 100,
  payloads: [{ share: 1, text: '{"value":1}' }],
  from: 'client',
  deliveries: 0,
  shadowOperations: 0,
  ...changed,
});

const none = { always: 0, aDevice: 0 };

/** Fleet whose devices only send messages. */
export const smallFleet = (changed: Partial<Fleet> = {}): Fleet => ({
  devices: 10,
  messages: [message()],
  connection: { minutes: 0, connects: 0 },
  registryOperations: 0,
  peak: 1,
  failing: 0,
  runs: {},
  otherRun: { milliseconds: 10, logBytes: 100 },
  invocations: { nobody: none },
  executions: {},
  requests: { count: 0, logBytes: 0 },
  pages: { connectionMinutes: 0, messages: 0, logBytes: 0 },
  alerts: 0,
  logs: { linesADelivery: 1, bytesALine: 100, compression: 1 },
  kept: {},
  compression: 1,
  monitoring: { metricsOf: {}, pollsAnHour: 0, ownMetrics: 0 },
  keyRequestsAnHour: 0,
  ...changed,
});

/** Returns a price book in which each of the named items costs one dollar. */
export const dollarFor = (...names: string[]) =>
  PriceBook.parse({
    region: 'here',
    currency: 'USD',
    date: '2026-01-01',
    prices: Object.fromEntries(names.map((name) => [name, { usd: 1 }])),
  });
