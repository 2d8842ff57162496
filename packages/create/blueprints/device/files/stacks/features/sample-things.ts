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
import type { Failures } from './failures';

// The rule reads the thing name from the topic. The device policy ties the topic to the certificate.
const messageSql = `SELECT *, topic(2) AS thing, timestamp() AS receivedAt FROM '${sampleThingTopic('+')}'`;

/** Devices of the kind `sample-thing`: message → rule → `sample-thing-message` → table of messages. */
export class SampleThings extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    new DeviceKind(this, 'sample-thing', {
      description: 'A sample thing that reports messages',
      may: [mayPublish(this, sampleThingTopic(ownThing))],
    });
    new ExampleThing(this, 'sample-thing-1', { kind: 'sample-thing' });
    const messages = new Table(this, 'sample-thing-messages', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'at', type: 'number' },
    });
    const store = new NodeFunction(this, 'sample-thing-message', {
      timeout: seconds(10),
      environment: bindings.sampleThingMessage.environment({ table: messages.name }),
      can: [put(messages)],
      onFailure: failures.events,
    });
    new IotRule(this, 'sample_thing_message', {
      description: 'A sample thing reports a message',
      sql: messageSql,
      actions: [invoke(store)],
      onError: failures.ruleErrors,
    });
    new SavedQuery(this, 'sample-thing-messages-stored', { of: [store], query: newest('thing') });
  }
}
