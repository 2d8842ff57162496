import type { Fleet } from '../fleet-usage';
import { ofType, type Platform } from '../platform-resources';
import { type Resource, referenceOf } from '../resource';
import { type FunctionLoad, functionLoad, type InvocationLoad } from './function-flow';
import { forwardedRecords, functionLogs, type LogLoad, serviceLogs } from './log-flow';
import { type RuleLoad, ruleLoads } from './rule-flow';
import { batchesOf, type Load, type StreamLoad, streamLoad } from './stream-flow';
import { type TableLoad, tableLoad } from './table-flow';

/** Monthly flow of the fleet's messages through the platform. */
export interface Flow {
  readonly rules: readonly RuleLoad[];
  readonly streams: readonly StreamLoad[];
  readonly functions: readonly FunctionLoad[];
  readonly tables: readonly TableLoad[];
  readonly logs: readonly LogLoad[];
  /** Load on other resources, keyed by address. */
  readonly loads: (address: string) => readonly Load[];
}

/**
 * Follows messages through rules to streams, functions and tables, and function logs through subscription filters to
 * streams and functions. To avoid an infinite loop, ignores the logs of functions behind subscription filters.
 */
export function flowOf(platform: Platform, fleet: Fleet): Flow {
  const rules = ruleLoads(platform, fleet);
  const byRules = loadsByTarget(rules);
  const first = functionsOf(platform, streamsOf(platform, byRules, fleet), { byRules, fleet });
  const lines = forwardedRecords(platform, [...functionLogs(first, fleet), ...serviceLogs(platform, fleet)], fleet);
  const arriving = joinLoads(byRules, lines);
  const streams = streamsOf(platform, arriving, fleet);
  const functions = functionsOf(platform, streams, { byRules, fleet });
  return {
    rules,
    streams,
    functions,
    tables: ofType(platform, 'aws_dynamodb_table').map((table) =>
      tableLoad(table, byRules.get(table.address) ?? [], functions),
    ),
    logs: [...functionLogs(functions, fleet), ...serviceLogs(platform, fleet)],
    loads: (address) => arriving.get(address) ?? [],
  };
}

type Loads = ReadonlyMap<string, readonly Load[]>;

function loadsByTarget(rules: readonly RuleLoad[]): Loads {
  const loads = new Map<string, Load[]>();
  for (const { targets, matched: count, bytes } of rules)
    for (const { address } of targets)
      if (address !== undefined) loads.set(address, [...(loads.get(address) ?? []), { count, bytes }]);
  return loads;
}

const joinLoads = (one: Loads, other: Loads): Loads =>
  new Map(
    [...new Set([...one.keys(), ...other.keys()])].map((key) => [
      key,
      [...(one.get(key) ?? []), ...(other.get(key) ?? [])],
    ]),
  );

const streamsOf = (platform: Platform, loads: Loads, fleet: Fleet): readonly StreamLoad[] =>
  ofType(platform, 'aws_kinesis_stream').map((stream) => streamLoad(stream, loads.get(stream.address) ?? [], fleet));

interface Sources {
  readonly byRules: Loads;
  readonly fleet: Fleet;
}

function functionsOf(platform: Platform, streams: readonly StreamLoad[], { byRules, fleet }: Sources) {
  const mappings = ofType(platform, 'aws_lambda_event_source_mapping');
  return ofType(platform, 'aws_lambda_function').map((resource) => {
    const called = (byRules.get(resource.address) ?? []).map(
      ({ count }): InvocationLoad => ({ invocations: count, items: count }),
    );
    const read = mappings
      .filter(({ attributes }) => referenceOf(attributes, 'function_name') === resource.address)
      .flatMap((mapping) => readBy(mapping, streams));
    return functionLoad(resource, [...called, ...read], fleet);
  });
}

function readBy(mapping: Resource, streams: readonly StreamLoad[]): readonly InvocationLoad[] {
  const from = referenceOf(mapping.attributes, 'event_source_arn');
  const load = streams.find(({ stream }) => stream.address === from);
  return load === undefined ? [] : [batchesOf(mapping, load)];
}
