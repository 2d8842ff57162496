import { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { Feature } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { archivedTables } from '../../contracts/archived-tables';
import { database, questions, workgroup } from '../../contracts/questions';
import { ArchiveTable } from '../constructs/archive-table';
import { QueryWorkgroup } from '../constructs/query-workgroup';
import type { Archive } from '../services/archive';

/** Analytics on the archive: Glue tables → Athena workgroup with named queries (docs/adr/0016). */
export class Analytics extends Feature {
  constructor(scope: Construct, id: string, { archive }: { readonly archive: Archive }) {
    super(scope, id);
    const tables = new GlueCatalogDatabase(this, 'analytics', {
      name: database,
      description: 'Tables of the archive',
    });
    for (const table of archivedTables)
      new ArchiveTable(this, table.name, { database: tables, bucket: archive.bucket, table });
    const group = new QueryWorkgroup(this, 'queries', { name: workgroup });
    for (const [name, question] of Object.entries(questions)) group.offer(name, { database: tables.name, question });
  }
}
