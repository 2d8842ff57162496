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
import { sampleThingTopic } from '../../contracts/sample-thing';
import { bindFunction } from '../bound-function';
import type { Failures } from '../services/failures';

const sql = `SELECT *, topic(2) AS thing, traceid() AS traceId FROM '${sampleThingTopic('+')}' WHERE v = 1`;

/** Devices of the `sample-thing` kind: report → `sample-thing-reported` → table of the latest reports. */
export class SampleThings extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    new DeviceKind(this, 'sample-thing', {
      description: 'A sample thing that reports its state',
      template: { description: 'A sample thing on its first start' },
      may: [mayPublish(this, sampleThingTopic(ownThing))],
    });
    new ExampleThing(this, 'sample-thing-1', { kind: 'sample-thing' });
    const table = new Table(this, 'sample-things', { key: { name: 'thing', type: 'string' } });
    const reported = new NodeFunction(this, 'sample-thing-reported', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.sampleThingReported, { table: table.name }),
      can: [put(table)],
      onFailure: failures.events,
    });
    new IotRule(this, 'sample_thing_reported', {
      description: 'A sample thing reports its state',
      sql,
      actions: [invoke(reported)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'sample-things-reported', { of: [reported], query: newest('thing') });
  }
}
