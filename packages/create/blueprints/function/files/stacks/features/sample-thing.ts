import { Feature, IotRule, invoke, NodeFunction, newest, put, SavedQuery, Table } from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { bindings } from '../../contracts/bindings';
import type { Failures } from './failures';

// AWS IoT publishes an event when a device connects (AWS IoT developer guide, "Lifecycle events").
const sql = "SELECT clientId AS thing, timestamp AS receivedAt FROM '$aws/events/presence/connected/+'";

/** Rule `sample_thing_event` → function `sample-thing` → table `sample-thing-items`. */
export class SampleThing extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    const table = new Table(this, 'sample-thing-items', { key: { name: 'thing', type: 'string' } });
    const store = new NodeFunction(this, 'sample-thing', {
      timeout: seconds(10),
      environment: bindings.sampleThing.environment({ table: table.name }),
      can: [put(table)],
      onFailure: failures.events,
    });
    new IotRule(this, 'sample_thing_event', {
      description: 'A device connects',
      sql,
      actions: [invoke(store)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'sample-thing-invocations', { of: [store], query: newest('thing') });
  }
}
