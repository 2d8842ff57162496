import type { Fleet } from '../fleet-usage';
import { ofType, type Platform } from '../platform-resources';
import { type Attributes, blockOf, type Resource, referenceOf, textOf } from '../resource';
import type { FunctionLoad } from './function-flow';
import type { Load } from './stream-flow';

export interface LogLoad {
  /** Address of the log group. */
  readonly address: string;
  readonly bytes: number;
  /** Number of Lambda's `REPORT` lines. */
  readonly reports: number;
  /** Number of error lines. */
  readonly errors: number;
}

/** Returns the log volume of functions. */
export function functionLogs(functions: readonly FunctionLoad[], { failing }: Fleet): readonly LogLoad[] {
  return functions.flatMap(({ resource, run, invocations }) => {
    const address = groupOf(resource.attributes, 'logging_config', 'log_group');
    if (address === undefined) return [];
    return [{ address, bytes: invocations * run.logBytes, reports: invocations, errors: invocations * failing }];
  });
}

/** Returns the log volume of workflows and APIs. */
export function serviceLogs(platform: Platform, fleet: Fleet): readonly LogLoad[] {
  const workflows = ofType(platform, 'aws_sfn_state_machine').map(({ attributes, name }) => {
    const of = fleet.executions[textOf(attributes, 'name') ?? name];
    const count = of === undefined ? 0 : of.often.always + of.often.aDevice * fleet.devices;
    const address = groupOf(attributes, 'logging_configuration', 'log_destination');
    return { address, bytes: count * (of?.logBytes ?? 0), errors: count * fleet.failing };
  });
  const requests = ofType(platform, 'aws_api_gateway_stage').map(({ attributes }) => {
    const count = fleet.requests.count * fleet.devices;
    const address = groupOf(attributes, 'access_log_settings', 'destination_arn');
    return { address, bytes: count * fleet.requests.logBytes, errors: count * fleet.failing };
  });
  const pages = ofType(platform, 'aws_apigatewayv2_stage').map(({ attributes }) => {
    const address = groupOf(attributes, 'access_log_settings', 'destination_arn');
    return { address, bytes: fleet.pages.logBytes * fleet.devices, errors: 0 };
  });
  return [...workflows, ...requests, ...pages].flatMap(({ address, ...load }) =>
    address === undefined ? [] : [{ address, reports: 0, ...load }],
  );
}

function groupOf(attributes: Attributes, block: string, name: string): string | undefined {
  const found = blockOf(attributes, block);
  return found && referenceOf(found, name);
}

/** Returns the records that subscription filters write, keyed by the address of the destination. */
export function forwardedRecords(
  platform: Platform,
  logs: readonly LogLoad[],
  fleet: Fleet,
): ReadonlyMap<string, Load[]> {
  const loads = new Map<string, Load[]>();
  for (const filter of ofType(platform, 'aws_cloudwatch_log_subscription_filter')) {
    const to = referenceOf(filter.attributes, 'destination_arn');
    const from = referenceOf(filter.attributes, 'log_group_name');
    if (to === undefined) continue;
    const lines = logs.filter(({ address }) => address === from).reduce((sum, log) => sum + linesFor(filter, log), 0);
    const { linesADelivery, bytesALine } = fleet.logs;
    const load = { count: lines / linesADelivery, bytes: linesADelivery * bytesALine };
    loads.set(to, [...(loads.get(to) ?? []), load]);
  }
  return loads;
}

const linesFor = ({ attributes }: Resource, { reports, errors }: LogLoad) =>
  /REPORT/.test(textOf(attributes, 'filter_pattern') ?? '') ? reports + errors : errors;
