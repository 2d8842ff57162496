import type { GlueCatalogDatabase } from '@cdktf/provider-aws/lib/glue-catalog-database';
import { GlueCatalogTable } from '@cdktf/provider-aws/lib/glue-catalog-table';
import { DeclaredConstruct, type PrivateBucket } from '@himeshima/constructs';
import { inDays } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { archiveDay, archiveFolder } from '../../contracts/archive';
import { type ArchivedTable, dayColumn } from '../../contracts/archived-tables';
import { environmentOf } from '../environment-context';

interface ArchiveTableProps {
  readonly database: GlueCatalogDatabase;
  readonly bucket: PrivateBucket;
  readonly table: ArchivedTable;
}

/**
 * Glue table over the files that a delivery stream writes. Partitions are projected: Athena computes the folder of each day,
 * so new partitions need not be registered (Athena user guide, "Use partition projection").
 */
export class ArchiveTable extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { database, bucket, table }: ArchiveTableProps) {
    super(scope, id);
    const { archive } = environmentOf(this).retention;
    new GlueCatalogTable(this, 'Default', {
      name: table.name,
      databaseName: database.name,
      description: table.means,
      tableType: 'EXTERNAL_TABLE',
      parameters: {
        EXTERNAL: 'TRUE',
        classification: 'json',
        'projection.enabled': 'true',
        [`projection.${dayColumn}.type`]: 'date',
        [`projection.${dayColumn}.format`]: 'yyyy-MM-dd',
        // archived objects from before this day have expired
        [`projection.${dayColumn}.range`]: `NOW-${inDays(archive)}DAYS,NOW`,
        // an Athena placeholder, escaped for Terraform
        'storage.location.template': `s3://${bucket.name}/${archiveDay(table.stream, `$\${${dayColumn}}`)}`,
      },
      partitionKeys: [{ name: dayColumn, type: 'string', comment: 'Day of delivery, in UTC' }],
      storageDescriptor: {
        location: `s3://${bucket.name}/${archiveFolder(table.stream)}`,
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        columns: table.columns.map(({ name, type, means }) => ({ name, type, comment: means })),
        serDeInfo: {
          serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
          parameters: {
            // keys with uppercase letters require case sensitivity and a mapping (Athena user guide, "OpenX JSON SerDe")
            'case.insensitive': 'FALSE',
            'ignore.malformed.json': 'TRUE',
            ...Object.fromEntries(table.columns.map(({ name, key }) => [`mapping.${name}`, key])),
          },
        },
      },
    });
  }
}
