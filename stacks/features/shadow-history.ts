import type { Construct } from 'constructs';
import { Feature } from '../constructs/feature';
import { IotRule, store } from '../constructs/iot-rule';
import { Table } from '../constructs/table';
import type { Failures } from './failures';

const documentsSql =
  "SELECT *, topic(3) AS thing, current.version AS version FROM '$aws/things/+/shadow/update/documents'";

/** Every change of a shadow, before and after, is stored under its version. */
export class ShadowHistory extends Feature {
  constructor(scope: Construct, id: string, { failures }: { readonly failures: Failures }) {
    super(scope, id);
    const table = new Table(this, 'shadow-history', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'version', type: 'number' },
    });
    new IotRule(this, 'shadow_documents', {
      description: 'A shadow changed: keep the document before and after',
      sql: documentsSql,
      actions: [store(table)],
      onError: failures.ruleErrors,
    });
  }
}
