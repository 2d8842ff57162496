import { Feature, IotRule, invoke, NodeFunction, newest, put, SavedQuery, Table } from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { bindings } from '../../contracts/bindings';
import { bindFunction } from '../bound-function';
import type { Failures } from '../services/failures';

const eventSql =
  'SELECT topic(3) AS thing, timestamp() AS receivedAt, traceid() AS traceId ' +
  "FROM '$aws/things/+/shadow/update' WHERE state.reported.sample_thing = true";

/** `sample_thing_event` rule → `sample-thing` function → `sample-thing-items` table. */
export class SampleThing extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    const table = new Table(this, 'sample-thing-items', { key: { name: 'thing', type: 'string' } });
    const store = new NodeFunction(this, 'sample-thing', {
      timeout: seconds(10),
      ...bindFunction(this, bindings.sampleThing, { table: table.name }),
      can: [put(table)],
      onFailure: failures.events,
    });
    new IotRule(this, 'sample_thing_event', {
      description: 'A device reports sample_thing',
      sql: eventSql,
      actions: [invoke(store)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'sample-thing-invocations', { of: [store], query: newest('thing') });
  }
}
