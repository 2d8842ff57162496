import type { Block } from '@himeshima/terraform-json';
import { references } from './synthesized-environments';

/**
 * Finds paths on which a function's log lines return to it: log group → filter → stream → mapping → function → its log group.
 * Each line would cause more lines indefinitely.
 * @returns each cycle as addresses, with the first address repeated at the end
 */
export function forwardingCycles(resources: readonly Block[]): readonly (readonly string[])[] {
  const flows = new Map<string, string[]>();
  for (const { from, to } of resources.flatMap(flowsOf)) flows.set(from, [...(flows.get(from) ?? []), to]);
  return [...flows.keys()].flatMap((start) => wayBack(start, flows, [start]));
}

/** Returns the edges between resources that forward lines and records. */
function flowsOf({ type, address, attributes }: Block): readonly { readonly from: string; readonly to: string }[] {
  const flowBetween = (from: unknown, to: unknown) =>
    references(from).flatMap((source) => references(to).map((target) => ({ from: source, to: target })));
  if (type === 'aws_cloudwatch_log_subscription_filter') {
    return flowBetween(attributes['log_group_name'], attributes['destination_arn']);
  }
  if (type === 'aws_lambda_event_source_mapping')
    return flowBetween(attributes['event_source_arn'], attributes['function_name']);
  if (type === 'aws_lambda_function') {
    return references(attributes['logging_config']).map((logGroup) => ({ from: address, to: logGroup }));
  }
  return [];
}

function wayBack(start: string, flows: ReadonlyMap<string, readonly string[]>, way: readonly string[]): string[][] {
  const next = flows.get(way.at(-1) ?? start) ?? [];
  return next.flatMap((step) => {
    if (step === start) return [[...way, step]];
    return way.includes(step) ? [] : wayBack(start, flows, [...way, step]);
  });
}
