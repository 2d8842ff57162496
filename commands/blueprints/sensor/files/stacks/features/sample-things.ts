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
import { bindFunction } from '../bound-function';
import type { Failures } from '../services/failures';

const measuredSql =
  'SELECT clientid() AS thing, topic(3) AS room, at, traceid() AS traceId ' +
  "FROM 'Sensor/sample-thing/+' WHERE v = 1 AND value >= 0";

/** Sensors of the `sample-thing` kind: measurement → `sample-thing-measured` → table of the latest measurements. */
export class SampleThings extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    const table = new Table(this, 'sample-things', { key: { name: 'thing', type: 'string' } });
    const measured = new NodeFunction(this, 'sample-thing-measured', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.sampleThingMeasured, { table: table.name }),
      can: [put(table)],
      onFailure: failures.events,
    });
    new IotRule(this, 'sample_thing_measured', {
      description: 'A sample-thing sensor measures a value',
      sql: measuredSql,
      actions: [invoke(measured)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'sample-things-measured', { of: [measured], query: newest('thing') });
    const attributes = { kind: 'sample-thing', room: 'room1' };
    new ExampleThing(this, 'sensor-sample-thing-1', { kind: 'sensor', attributes });
  }
}
