import {
  ExampleThing,
  Feature,
  IotRule,
  invoke,
  NodeFunction,
  newest,
  put,
  SavedQuery,
  Table,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { bindings } from '../../contracts/bindings';
import { sensorTopic } from '../../contracts/sensor';
import type { Failures } from './failures';

// The thing name is the client ID. The device policy ties the client ID to the certificate.
const sql = `SELECT *, clientid() AS thing, topic(3) AS room FROM '${sensorTopic('sample-thing', '+')}'`;

/** Sensors of the kind `sample-thing`: measurement → rule → `sample-thing-measured` → table of measurements. */
export class SampleThings extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    const attributes = { kind: 'sample-thing', room: 'room1' };
    new ExampleThing(this, 'sensor-sample-thing-1', { kind: 'sensor', attributes });
    const measurements = new Table(this, 'sample-thing-measurements', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'at', type: 'number' },
    });
    const store = new NodeFunction(this, 'sample-thing-measured', {
      timeout: seconds(10),
      environment: bindings.sampleThingMeasured.environment({ table: measurements.name }),
      can: [put(measurements)],
      onFailure: failures.events,
    });
    new IotRule(this, 'sample_thing_measured', {
      description: 'A sample-thing sensor measures a value',
      sql,
      actions: [invoke(store)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'sample-thing-measurements-stored', { of: [store], query: newest('thing') });
  }
}
