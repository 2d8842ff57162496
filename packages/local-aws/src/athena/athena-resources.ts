import { z } from 'zod';
import { block, resourceType } from '../resource-type';
import { athenaOf } from './athena';

const Encryption = z.object({ encryption_option: z.string().optional(), kms_key_arn: z.string().optional() });

const Configuration = z.object({
  enforce_workgroup_configuration: z.boolean().default(true),
  publish_cloudwatch_metrics_enabled: z.boolean().default(true),
  bytes_scanned_cutoff_per_query: z.number().min(10_000_000, 'expected at least 10 MB').optional(),
  result_configuration: block(
    z.object({
      output_location: z.string(),
      expected_bucket_owner: z.string().optional(),
      encryption_configuration: block(Encryption).optional(),
    }),
  ),
});

export const athenaResources = {
  aws_athena_workgroup: resourceType({
    runs: 'runs queries in DuckDB, and writes results to the bucket; scanned bytes are not counted, so the cutoff never applies',
    attributes: {
      name: z.string(),
      state: z.literal('ENABLED', 'disabled workgroups are not supported locally').optional(),
      configuration: block(Configuration),
    },
    notSimulated: { force_destroy: 'destroying' },
    create({ attributes: { name, configuration } }, parts) {
      const { place } = parts;
      athenaOf(parts).declareWorkgroup({
        name,
        results: configuration.result_configuration.output_location,
        enforced: configuration.enforce_workgroup_configuration,
        measured: configuration.publish_cloudwatch_metrics_enabled,
        key: configuration.result_configuration.encryption_configuration?.kms_key_arn,
      });
      return { id: name, name, arn: `arn:aws:athena:${place.region}:${place.account}:workgroup/${name}` };
    },
  }),
  aws_athena_named_query: resourceType({
    runs: 'stored; clients read the text of the query and execute it',
    attributes: {
      name: z.string(),
      description: z.string().default(''),
      database: z.string(),
      workgroup: z.string().default('primary'),
      query: z.string(),
    },
    create({ attributes: { name, description, database, workgroup, query } }, parts) {
      const { id } = athenaOf(parts).declareNamedQuery({ name, description, database, workgroup, sql: query });
      return { id };
    },
  }),
} as const;
