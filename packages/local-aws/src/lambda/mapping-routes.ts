import { z } from 'zod';
import { json, parseInput, type Route } from '../gateway/json-api';
import { pageOf } from '../gateway/page';
import { AwsError } from '../gateway/service-api';
import { functionName } from './declared-functions';
import type { EventSourceMapping, EventSourceMappings } from './event-source-mappings';

/** Schema for a query. A page has at most 100 mappings (Lambda API reference, "ListEventSourceMappings"). */
const Listing = z.object({
  EventSourceArn: z.string().optional(),
  FunctionName: z.string().min(1).max(256).optional(),
  Marker: z.string().optional(),
  MaxItems: z.coerce.number().int().min(1).max(10_000).default(100),
});
const mostItems = 100;

/** Returns the members that Lambda returns only for streams, with Lambda's default values. */
const streamMembers = ({ attributes }: EventSourceMapping) => ({
  StartingPosition: attributes.starting_position ?? 'LATEST',
  BatchSize: attributes.batch_size ?? 100,
  BisectBatchOnFunctionError: attributes.bisect_batch_on_function_error ?? false,
  MaximumRetryAttempts: attributes.maximum_retry_attempts ?? -1,
  MaximumRecordAgeInSeconds: attributes.maximum_record_age_in_seconds ?? -1,
  ParallelizationFactor: 1,
  TumblingWindowInSeconds: 0,
  DestinationConfig: {
    OnFailure: { Destination: attributes.destination_config?.on_failure?.['destination_arn'] },
  },
});

const queueMembers = ({ attributes }: EventSourceMapping) => {
  const { scaling_config: scaling } = attributes;
  return {
    BatchSize: attributes.batch_size ?? 10,
    ...(scaling !== undefined && { ScalingConfig: { MaximumConcurrency: scaling.maximum_concurrency } }),
  };
};

const described = (mapping: EventSourceMapping) => {
  const { attributes } = mapping;
  const criteria = attributes.filter_criteria;
  return {
    UUID: mapping.id,
    EventSourceMappingArn: mapping.arn,
    EventSourceArn: attributes.event_source_arn,
    FunctionArn: mapping.functionArn,
    State: attributes.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    LastModified: mapping.modifiedAt / 1000,
    MaximumBatchingWindowInSeconds: attributes.maximum_batching_window_in_seconds ?? 0,
    FunctionResponseTypes: attributes.function_response_types,
    ...(criteria !== undefined && {
      FilterCriteria: { Filters: criteria.filter.map(({ pattern }) => ({ Pattern: pattern })) },
    }),
    ...(attributes.event_source_arn.startsWith('arn:aws:sqs:') ? queueMembers(mapping) : streamMembers(mapping)),
  };
};

/** Creates the operations that read event source mappings. */
export function mappingRoutes(mappings: EventSourceMappings): readonly Route[] {
  const path = '/2015-03-31/event-source-mappings';
  return [
    {
      name: 'ListEventSourceMappings',
      method: 'GET',
      path,
      run(_, { query }) {
        const input = parseInput(Listing, Object.fromEntries(query), 'InvalidParameterValueException');
        const name = input.FunctionName === undefined ? undefined : functionName(input.FunctionName);
        const found = mappings
          .all()
          .filter(
            ({ attributes, functionArn }) =>
              (input.EventSourceArn === undefined || attributes.event_source_arn === input.EventSourceArn) &&
              (name === undefined || functionName(functionArn) === name),
          );
        const { items, nextToken } = pageOf(found, {
          size: Math.min(input.MaxItems, mostItems),
          token: input.Marker,
          invalidTokenCode: 'InvalidParameterValueException',
        });
        const next = nextToken && { NextMarker: nextToken.NextToken };
        return json({ EventSourceMappings: items.map(described), ...next }, 200, 'application/json');
      },
    },
    {
      name: 'GetEventSourceMapping',
      method: 'GET',
      path: `${path}/{uuid}`,
      run({ uuid = '' }) {
        const mapping = mappings.find(uuid);
        if (mapping === undefined)
          throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
        return json(described(mapping), 200, 'application/json');
      },
    },
  ];
}
