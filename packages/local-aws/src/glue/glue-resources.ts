import { z } from 'zod';
import { duckdbType } from '../athena/hive-type';
import { block, resourceType } from '../resource-type';
import { catalogOf } from './catalog';

const Column = z.object({ name: z.string(), type: z.string().default('string'), comment: z.string().optional() });

const openX = 'org.openx.data.jsonserde.JsonSerDe';

const Storage = z.object({
  location: z.string().regex(/^s3:\/\/[^/]+\/.*\/$/, 'expected s3://BUCKET/FOLDER/'),
  input_format: z.string().optional(),
  output_format: z.string().optional(),
  columns: z.array(Column),
  ser_de_info: block(
    z.object({
      name: z.string().optional(),
      serialization_library: z.literal(openX, `only ${openX} is supported locally`),
      parameters: z.record(z.string(), z.string()).default({}),
    }),
  ),
});

/**
 * Returns the range, in days, of a partition projection with one folder for each day. Source: Athena user guide,
 * "Supported types for partition projection".
 */
function projectedDays(parameters: Readonly<Record<string, string>>, partition: string, location: string): number {
  const expected = {
    'projection.enabled': 'true',
    [`projection.${partition}.type`]: 'date',
    [`projection.${partition}.format`]: 'yyyy-MM-dd',
    'storage.location.template': `${location}${partition}=\${${partition}}/`,
  };
  for (const [name, value] of Object.entries(expected))
    if (parameters[name] !== value) throw new Error(`parameters.${name}: only ${value} is supported locally`);
  const range = parameters[`projection.${partition}.range`] ?? '';
  const [, days] = /^NOW-(\d+)DAYS,NOW$/.exec(range) ?? [];
  if (days === undefined)
    throw new Error(`parameters.projection.${partition}.range: only NOW-nDAYS,NOW is supported locally`);
  return Number(days);
}

export const glueResources = {
  aws_glue_catalog_database: resourceType({
    runs: 'a name for a set of tables',
    attributes: { name: z.string() },
    create({ attributes: { name } }, parts) {
      const { place } = parts;
      catalogOf(parts).declareDatabase(name);
      return {
        id: `${place.account}:${name}`,
        name,
        arn: `arn:aws:glue:${place.region}:${place.account}:database/${name}`,
      };
    },
  }),
  aws_glue_catalog_table: resourceType({
    runs: 'external tables of JSON lines (OpenX SerDe) in one folder for each day, with partition projection',
    attributes: {
      name: z.string(),
      database_name: z.string(),
      table_type: z.literal('EXTERNAL_TABLE', 'only external tables are supported locally').optional(),
      parameters: z.record(z.string(), z.string()).default({}),
      partition_keys: z.array(Column).length(1, 'only tables with exactly one partition key are supported locally'),
      storage_descriptor: block(Storage),
    },
    create({ attributes }, parts) {
      const { place } = parts;
      const { name, database_name: database, parameters, storage_descriptor: storage } = attributes;
      const [{ name: partition } = { name: '' }] = attributes.partition_keys;
      const days = projectedDays(parameters, partition, storage.location);
      const [bucket = '', ...folder] = storage.location.replace('s3://', '').split('/');
      const keys = storage.ser_de_info.parameters;
      catalogOf(parts).declareTable({
        database,
        name,
        bucket,
        folder: folder.join('/'),
        partition,
        days,
        columns: storage.columns.map((column) => ({
          name: column.name,
          key: keys[`mapping.${column.name}`] ?? column.name,
          type: duckdbType(column.type),
        })),
      });
      return {
        id: `${place.account}:${database}:${name}`,
        name,
        arn: `arn:aws:glue:${place.region}:${place.account}:table/${database}/${name}`,
      };
    },
  }),
} as const;
