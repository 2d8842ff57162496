import { join, resolve } from 'node:path';
import { z } from 'zod';
import { generatedNames } from '../generated-name';
import type { Messaging } from '../messaging/messaging';
import { block, resourceType } from '../resource-type';
import { logLevels } from './console-line';
import { functionName, OnFailure } from './declared-functions';
import { eventSourceResources } from './event-source-resources';
import { unpack, unpackZip } from './unpack';
import { unservedFunction } from './unserved-functions';

const CodeSource = { filename: z.string().optional(), s3_bucket: z.string().optional(), s3_key: z.string().optional() };

/**
 * Unpacks the code of a function.
 * @returns the folder that contains the code
 * @throws Error if the zip is missing or invalid
 */
function unpackCode(
  { filename, s3_bucket: bucket = '', s3_key: key = '' }: z.infer<z.ZodObject<typeof CodeSource>>,
  { directory, messaging, below }: { directory: string; messaging: Pick<Messaging, 'object'>; below: string },
): string {
  if (filename !== undefined) return unpack(resolve(directory, filename), below);
  const bytes = messaging.object(bucket, key);
  if (bytes === undefined)
    throw new Error(
      `s3_key: no object ${key} in the bucket ${bucket} is declared before this resource; refer to the object by aws_s3_object.NAME.key`,
    );
  return unpackZip({ attribute: 's3_key', name: key, bytes }, below);
}

export const lambdaResources = {
  aws_lambda_function: resourceType({
    runs: 'runs in threads, from the zip that would be deployed',
    attributes: {
      function_name: z.string(),
      ...CodeSource,
      handler: z.string(),
      role: z.string(),
      runtime: z.string().regex(/^nodejs/, 'only Node.js functions run locally'),
      timeout: z.number().default(3),
      memory_size: z.number().default(128),
      reserved_concurrent_executions: z.number().default(-1),
      environment: block(z.object({ variables: z.record(z.string(), z.string()).default({}) })).optional(),
      logging_config: block(
        z.object({
          log_group: z.string().optional(),
          log_format: z.enum(['Text', 'JSON']).default('Text'),
          application_log_level: z.enum(logLevels).default('INFO'),
          system_log_level: z.enum(['DEBUG', 'INFO', 'WARN']).default('INFO'),
        }),
      ).optional(),
      source_code_hash: z.string().optional(),
      package_type: z.literal('Zip').optional(),
      tracing_config: block(z.object({ mode: z.string() })).optional(),
      kms_key_arn: z.string().optional(),
    },
    notSimulated: {
      architectures: 'processor architectures',
      vpc_config: 'VPCs of functions',
      ephemeral_storage: 'the size of /tmp',
      publish: 'function versions',
      s3_object_version: 'S3 object versions',
      dead_letter_config: 'Lambda dead-letter queues (declare an on-failure destination)',
    },
    unsupported: unservedFunction,
    create({ attributes, directory }, { lambda, authorizer, messaging, place }) {
      const name = attributes.function_name;
      const logging = attributes.logging_config;
      const arn = `arn:aws:lambda:${place.region}:${place.account}:function:${name}`;
      const invoked = `arn:aws:apigateway:${place.region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
      authorizer.keys.encrypt(arn, attributes.kms_key_arn);
      lambda.declare({
        name,
        arn,
        directory: unpackCode(attributes, { directory, messaging, below: join(place.directory, 'functions') }),
        handler: attributes.handler,
        runtime: attributes.runtime,
        role: attributes.role,
        timeoutSeconds: attributes.timeout,
        memoryMegabytes: attributes.memory_size,
        environment: attributes.environment?.variables ?? {},
        logGroup: logging?.log_group ?? `/aws/lambda/${name}`,
        logFormat: {
          format: logging?.log_format ?? 'Text',
          applicationLevel: logging?.application_log_level ?? 'INFO',
          systemLevel: logging?.system_log_level ?? 'INFO',
        },
        reservedConcurrency: attributes.reserved_concurrent_executions,
        traced: attributes.tracing_config?.mode === 'Active',
      });
      return {
        id: name,
        arn,
        function_name: name,
        qualified_arn: `${arn}:$LATEST`,
        version: '$LATEST',
        invoke_arn: invoked,
      };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { lambda }) => lambda.remove(attributes.function_name),
  }),
  aws_lambda_permission: resourceType({
    runs: "the function's resource policy, evaluated for each call",
    generatedName: generatedNames.statementId,
    attributes: {
      statement_id: z.string(),
      action: z.string(),
      function_name: z.string(),
      principal: z.string(),
      source_arn: z.string().optional(),
      source_account: z.string().optional(),
    },
    notSimulated: { qualifier: 'function versions' },
    create({ attributes }, { authorizer, place }) {
      const resource = `arn:aws:lambda:${place.region}:${place.account}:function:${functionName(attributes.function_name)}`;
      const { source_arn: sourceArn, source_account: sourceAccount } = attributes;
      authorizer.resourcePolicies.permit({
        resource,
        statementId: attributes.statement_id,
        principal: attributes.principal,
        action: attributes.action,
        sourceArn,
        sourceAccount,
      });
      return { id: attributes.statement_id };
    },
    remove({ attributes }, { authorizer, place }) {
      const resource = `arn:aws:lambda:${place.region}:${place.account}:function:${functionName(attributes.function_name)}`;
      authorizer.resourcePolicies.revoke(resource, attributes.statement_id);
    },
  }),
  aws_lambda_function_event_invoke_config: resourceType({
    runs: "asynchronous retries on the platform's clock, on-failure destination",
    attributes: {
      function_name: z.string(),
      maximum_retry_attempts: z.number().default(2),
      maximum_event_age_in_seconds: z.number().default(21_600),
      destination_config: OnFailure('destination'),
    },
    create({ attributes }, { lambda }) {
      lambda.configureEvents(functionName(attributes.function_name), {
        maximumRetries: attributes.maximum_retry_attempts,
        maximumAgeSeconds: attributes.maximum_event_age_in_seconds,
        onFailure: attributes.destination_config?.on_failure?.['destination'],
      });
      return { id: attributes.function_name };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { lambda }) => lambda.configureEvents(functionName(attributes.function_name), undefined),
  }),
  ...eventSourceResources,
} as const;
