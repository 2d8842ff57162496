import { deliverBy, Feature, FunctionAccess, IotRule, query, store, Table } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { shadowDocuments } from '../../contracts/archived-tables';
import { accessBindings } from '../../contracts/bindings';
import { environmentOf } from '../environment-context';
import type { Archive } from '../services/archive';
import type { Failures } from '../services/failures';

// FROM is exactly as in the conference talk. In AWS IoT SQL, Int / Int is an Int, which DynamoDB's TTL requires.
const documentsSql = (retentionSeconds: number) =>
  'SELECT *, topic(3) AS thing, current.version AS version, ' +
  `timestamp() / 1000 + ${retentionSeconds} AS expiresAt FROM '$aws/things/+/shadow/update/documents'`;

interface ShadowHistoryProps {
  readonly failures: Failures;
  readonly archive: Archive;
}

/**
 * Stores shadow changes with the state before and after: short-term in a table, sorted by version, and long-term in the archive.
 */
export class ShadowHistory extends Feature {
  constructor(scope: Construct, id: string, { failures, archive }: ShadowHistoryProps) {
    super(scope, id);
    const { retention } = environmentOf(this);
    const table = new Table(this, 'shadow-history', {
      key: { name: 'thing', type: 'string' },
      sort: { name: 'version', type: 'number' },
      expiresBy: 'expiresAt',
    });
    const delivery = archive.deliver(this, shadowDocuments.stream);
    new IotRule(this, 'shadow_documents', {
      description: 'A shadow changed: store the state before and after the change',
      sql: documentsSql(retention.shadowHistory.seconds),
      actions: [store(table), deliverBy(delivery)],
      onError: failures.ruleErrors,
    });
    new FunctionAccess(this, 'api', {
      environment: accessBindings.api.shadowHistory.environment({ table: table.name }),
      can: [query(table)],
    });
  }
}
