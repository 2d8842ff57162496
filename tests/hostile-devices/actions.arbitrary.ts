import { fc } from '@fast-check/jest';
import { certificateFromCsr, provisionBy } from '../../contracts/provisioning';
import { basicIngest, commandTopic, measurementsRule, sensorTopic } from '../../contracts/topics';

/** Action of a hostile device. */
export type Action =
  | { readonly kind: 'publish'; readonly topic: string; readonly qos: 0 | 1; readonly retain: boolean }
  | { readonly kind: 'subscribe'; readonly filter: string }
  | { readonly kind: 'connect'; readonly clientId: string }
  | { readonly kind: 'will'; readonly topic: string; readonly retain: boolean }
  | { readonly kind: 'publish by HTTPS'; readonly topic: string; readonly retain: boolean }
  | { readonly kind: 'shadow by HTTPS'; readonly method: 'GET' | 'POST' | 'DELETE'; readonly thing: string }
  | { readonly kind: 'continue without a certificate'; readonly topic: string }
  | { readonly kind: 'change a group'; readonly change: GroupChange; readonly group: Group }
  | {
      readonly kind: 'read a shadow with credentials';
      readonly alias: string;
      /** Thing in the header of the request for credentials. */
      readonly named: string | undefined;
      readonly thing: string;
    };

/** Thing groups: `ward` is a child of `hospital`. */
export const groups = ['hospital', 'ward', 'quarantine'] as const;
export type Group = (typeof groups)[number];

/** Changes to a group: the device joins or leaves the group, or the group's policy is attached or detached. */
const groupChanges = ['join', 'leave', 'attach', 'detach'] as const;
export type GroupChange = (typeof groupChanges)[number];

/**
 * Returns arbitrary actions of a hostile device.
 * @param own the device's own thing, used in permitted actions; a platform that denies every action must fail the test
 * @param others all other things, and some names of things that do not exist
 */
export function hostileAction(own: string, others: readonly string[]): fc.Arbitrary<Action> {
  const thing = fc.oneof(
    { weight: 1, arbitrary: fc.constant(own) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );
  const place = fc.record({
    kind: fc.constantFrom('temp', 'temp', 'humidity'),
    room: fc.constantFrom('room1', 'room2', 'stolen'),
  });
  const shadow = fc
    .tuple(thing, fc.constantFrom('', '/name/certificate', '/name/other'))
    .map(([name, which]) => `$aws/things/${name}/shadow${which}`);
  const operation = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('update', 'get') },
    { weight: 1, arbitrary: fc.constantFrom('delete', 'update/accepted', 'update/delta', 'update/documents') },
  );
  const topic = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(shadow, operation).map(([base, what]) => `${base}/${what}`) },
    { weight: 4, arbitrary: place.map(sensorTopic) },
    { weight: 2, arbitrary: place.map((where) => basicIngest(measurementsRule, sensorTopic(where))) },
    thing.map((name) => `$aws/things/${name}/jobs/get`),
    thing.map((name) => `$aws/things/${name}/defender/metrics/json`),
    thing.map(commandTopic),
    thing.map((name) => `$aws/events/presence/connected/${name}`),
    { weight: 2, arbitrary: thing.map((name) => `wards/${name}/report`) },
    fc.constantFrom(
      certificateFromCsr,
      '$aws/certificates/create/json',
      provisionBy('light'),
      provisionBy('sensor'),
      provisionBy('other'),
      '$aws/rules/power_on/x',
      '$SYS/broker',
      'himeshima',
      'a/b/c',
    ),
  );
  const wild = fc.constantFrom(
    '#',
    '+',
    '+/#',
    'Sensor/#',
    'Sensor/+/room1',
    '$aws/#',
    '$aws/things/+/shadow/#',
    '$aws/events/#',
    'wards/#',
  );
  const filter = fc.oneof(
    { weight: 3, arbitrary: topic },
    { weight: 3, arbitrary: wild },
    shadow.map((base) => `${base}/#`),
    // include shared subscriptions, because their members need the same permissions as other subscribers
    wild.map((inner) => `$share/thieves/${inner}`),
  );
  const retain = fc.boolean();
  const clientId = fc.oneof(
    thing,
    fc.constantFrom('watcher', 'provisioning-1', 'light-', 'light-1/', '*', 'Light-1', '$aws'),
  );
  const method = fc.constantFrom('GET' as const, 'POST' as const, 'DELETE' as const);
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant('publish' as const),
        topic,
        qos: fc.constantFrom(0 as const, 1 as const),
        retain,
      }),
    },
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('subscribe' as const), filter }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('connect' as const), clientId }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('will' as const), topic, retain }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('publish by HTTPS' as const), topic, retain }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('shadow by HTTPS' as const), method, thing }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('continue without a certificate' as const), topic }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('change a group' as const),
        change: fc.constantFrom(...groupChanges),
        group: fc.constantFrom(...groups),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('read a shadow with credentials' as const),
        alias: fc.constantFrom('reader', 'reader', 'writer'),
        named: fc.option(thing, { nil: undefined, freq: 3 }),
        thing,
      }),
    },
  );
}
