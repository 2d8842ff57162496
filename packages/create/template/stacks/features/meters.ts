import {
  DeviceKind,
  ExampleThing,
  Feature,
  IotRule,
  invoke,
  mayPublish,
  NodeFunction,
  newest,
  ownThing,
  put,
  SavedQuery,
  Table,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { bindings } from '../../contracts/bindings';
import { meterTopic } from '../../contracts/meter';
import type { Failures } from './failures';

// The rule reads the thing name from the topic. The device policy ties the topic to the certificate.
const readingSql = `SELECT *, topic(2) AS thing, timestamp() AS receivedAt FROM '${meterTopic('+')}'`;

/** Meters: `meters/{thing}/readings` → rule → `meter-reading` → table of readings. */
export class Meters extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    new DeviceKind(this, 'meter', {
      description: 'A meter that reports its reading',
      may: [mayPublish(this, meterTopic(ownThing))],
    });
    new ExampleThing(this, 'meter-1', { kind: 'meter' });
    const readings = new Table(this, 'meter-readings', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'at', type: 'number' },
    });
    const store = new NodeFunction(this, 'meter-reading', {
      timeout: seconds(10),
      environment: bindings.meterReading.environment({ table: readings.name }),
      can: [put(readings)],
      onFailure: failures.events,
    });
    new IotRule(this, 'meter_reading', {
      description: 'A meter reports its reading',
      sql: readingSql,
      actions: [invoke(store)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'meter-readings-stored', { of: [store], query: newest('thing') });
  }
}
