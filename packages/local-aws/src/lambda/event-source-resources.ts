import { resourceType } from '../resource-type';
import type { PlatformServices } from '../services';
import { dataRecordFilter } from './data-record-filter';
import { functionName } from './declared-functions';
import { eventSourceMappingsOf } from './event-source-mappings';
import type { FunctionDeclaration } from './function-declaration';
import { type MappingAttributes, mappingAttributes } from './mapping-attributes';
import { queueMappingOf } from './queue-mapping-limits';
import { recordFilter } from './record-filter';
import { unservedMapping } from './unserved-functions';

/** Arguments that are not supported for a stream, keyed by the service in the stream's ARN. */
const unsupportedArguments = {
  kinesis: ['scaling_config'],
  dynamodb: ['scaling_config'],
} as const;

const isTableStream = ({ event_source_arn: arn }: MappingAttributes) => arn.startsWith('arn:aws:dynamodb:');

const idOf = (address: string) => address.replace(/[^A-Za-z0-9-]/g, '-');

function declaredFunction(nameOrArn: string, { lambda, place }: PlatformServices): FunctionDeclaration {
  const arn = `arn:aws:lambda:${place.region}:${place.account}:function:${functionName(nameOrArn)}`;
  const declaration = lambda.functions().find((candidate) => candidate.arn === arn);
  if (declaration === undefined) throw new Error(`function_name: no function ${arn} is declared before this resource`);
  return declaration;
}

function startStream(
  id: string,
  given: MappingAttributes,
  declaration: FunctionDeclaration,
  parts: PlatformServices,
): void {
  const filterOf = isTableStream(given) ? recordFilter : dataRecordFilter;
  parts.streamMappings.add({
    id,
    streamArn: given.event_source_arn,
    functionArn: declaration.arn,
    role: declaration.role,
    startingPosition: given.starting_position ?? 'LATEST',
    batchSize: given.batch_size ?? 100,
    batchingWindowSeconds: given.maximum_batching_window_in_seconds ?? 0,
    reportsItemFailures: given.function_response_types.length > 0,
    bisect: given.bisect_batch_on_function_error ?? false,
    maximumRetries: given.maximum_retry_attempts ?? -1,
    maximumAgeSeconds: given.maximum_record_age_in_seconds ?? -1,
    onFailure: given.destination_config?.on_failure?.['destination_arn'],
    passes: filterOf((given.filter_criteria?.filter ?? []).map(({ pattern }) => pattern)),
  });
}

export const eventSourceResources = {
  aws_lambda_event_source_mapping: resourceType({
    runs:
      'Kinesis and DynamoDB streams: batches in order, bisecting, retries, failed records with their payload in S3, filters; SQS: batches, five in parallel ' +
      'by default (scaling_config), reported item failures and filters',
    attributes: mappingAttributes,
    notSimulated: { parallelization_factor: 'parallel batches per shard', kms_key_arn: 'encryption at rest' },
    unsupported: unservedMapping,
    create({ address, attributes: given }, parts) {
      const id = idOf(address);
      const declaration = declaredFunction(given.function_name, parts);
      const isQueue = given.event_source_arn.startsWith('arn:aws:sqs:');
      const queueMapping = isQueue ? queueMappingOf(given, declaration, parts.messaging) : undefined;
      const service = isTableStream(given) ? 'dynamodb' : 'kinesis';
      const unsupported = queueMapping === undefined ? unsupportedArguments[service] : [];
      const other = unsupported.find((name) => given[name] !== undefined);
      if (other !== undefined) throw new Error(`${other}: not supported for a stream of ${service}`);
      if (given.enabled) {
        if (queueMapping === undefined) startStream(id, given, declaration, parts);
        else parts.queueMappings.add(id, queueMapping);
      }
      const arn = `arn:aws:lambda:${parts.place.region}:${parts.place.account}:event-source-mapping:${id}`;
      eventSourceMappingsOf(parts).set({ id, arn, functionArn: declaration.arn, attributes: given });
      return { id, uuid: id, arn, function_arn: declaration.arn };
    },
    updatesInPlace: (before, after) =>
      ['event_source_arn', 'starting_position', 'enabled'].every((name) => before[name] === after[name]),
    remove({ address }, parts) {
      parts.streamMappings.remove(idOf(address));
      parts.queueMappings.remove(idOf(address));
      eventSourceMappingsOf(parts).remove(idOf(address));
    },
  }),
} as const;
