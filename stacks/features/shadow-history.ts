import { deliverBy, Feature, IotRule, store, Table } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { shadowDocuments } from '../../contracts/archived-tables';
import { environmentOf } from '../environment-context';
import type { Archive } from './archive';
import type { Failures } from './failures';

// FROM is exactly as in the conference talk. In AWS IoT SQL, Int / Int is an Int, as the TTL of DynamoDB requires.
const documentsSql = (keptSeconds: number) =>
  'SELECT *, topic(3) AS thing, current.version AS version, ' +
  `timestamp() / 1000 + ${keptSeconds} AS expiresAt FROM '$aws/things/+/shadow/update/documents'`;

interface ShadowHistoryProps {
  readonly failures: Failures;
  readonly archive: Archive;
}

/**
 * Stores shadow changes with the state before and after: short-term in a table, sorted by version, and long-term in the archive.
 */
export class ShadowHistory extends Feature {
  readonly table: Table;

  constructor(scope: Construct, id: string, { failures, archive }: ShadowHistoryProps) {
    super(scope, id);
    const { retention } = environmentOf(this);
    const table = new Table(this, 'shadow-history', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'version', type: 'number' },
      expiresBy: 'expiresAt',
    });
    this.table = table;
    const delivery = archive.deliver(this, shadowDocuments.stream);
    new IotRule(this, 'shadow_documents', {
      description: 'A shadow changed: keep the document before and after',
      sql: documentsSql(retention.shadowHistory.seconds),
      actions: [store(table), deliverBy(delivery)],
      onError: failures.ruleErrors,
    });
  }
}
