import type { Construct } from 'constructs';
import { minutes } from '../../config/units';
import { shadowDocuments } from '../../contracts/archived-tables';
import { DeliveryStream } from '../constructs/delivery-stream';
import { Feature } from '../constructs/feature';
import { deliverBy, IotRule, store } from '../constructs/iot-rule';
import { platformOf } from '../constructs/platform';
import { Table } from '../constructs/table';
import type { Archive } from './archive';
import type { Failures } from './failures';

// FROM is exactly as in the talk. In AWS IoT SQL, Int / Int is an Int, as the TTL of DynamoDB requires.
const documentsSql = (keptSeconds: number) =>
  'SELECT *, topic(3) AS thing, current.version AS version, ' +
  `timestamp() / 1000 + ${keptSeconds} AS expiresAt FROM '$aws/things/+/shadow/update/documents'`;

interface ShadowHistoryProps {
  readonly failures: Failures;
  readonly archive: Archive;
}

/** Shadow changes with the state before and after: short-term in a table, by version, and long-term in the archive. */
export class ShadowHistory extends Feature {
  readonly table: Table;

  constructor(scope: Construct, id: string, { failures, archive }: ShadowHistoryProps) {
    super(scope, id);
    const { retention } = platformOf(this).environment;
    const table = new Table(this, 'shadow-history', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'version', type: 'number' },
      expiresBy: 'expiresAt',
    });
    this.table = table;
    const delivery = new DeliveryStream(this, shadowDocuments.stream, { to: archive.bucket, within: minutes(5) });
    new IotRule(this, 'shadow_documents', {
      description: 'A shadow changed: keep the document before and after',
      sql: documentsSql(retention.shadowHistory.seconds),
      actions: [store(table), deliverBy(delivery)],
      onError: failures.ruleErrors,
    });
  }
}
