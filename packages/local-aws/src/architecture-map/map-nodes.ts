import type { Block } from '@himeshima/terraform-json';
import type { MapNode, NodeKind } from './map-model';

/** Resource types on the map, each with the attribute that contains the resource's name; empty if the map shows the id. */
const kinds: Readonly<Record<string, { readonly kind: NodeKind; readonly name: string }>> = {
  aws_iot_provisioning_template: { kind: 'template', name: 'name' },
  aws_iot_topic_rule: { kind: 'rule', name: 'name' },
  aws_cloudwatch_event_rule: { kind: 'schedule', name: 'name' },
  aws_api_gateway_rest_api: { kind: 'api', name: 'name' },
  aws_apigatewayv2_api: { kind: 'api', name: 'name' },
  aws_lambda_function: { kind: 'function', name: 'function_name' },
  aws_sfn_state_machine: { kind: 'workflow', name: 'name' },
  aws_kinesis_stream: { kind: 'stream', name: 'name' },
  aws_kinesis_firehose_delivery_stream: { kind: 'delivery', name: 'name' },
  aws_dynamodb_table: { kind: 'table', name: 'name' },
  aws_s3_bucket: { kind: 'bucket', name: '' },
  aws_athena_workgroup: { kind: 'question', name: '' },
  aws_sns_topic: { kind: 'topic', name: 'name' },
  aws_sqs_queue: { kind: 'queue', name: 'name' },
};

/** Returns whether a block is a resource that is on the map. */
export const isOnMap = ({ kind, type }: Block): boolean => kind === 'resource' && Object.hasOwn(kinds, type);

export const devices = 'devices';
export const people = 'people';
export const shadow = 'shadow';
export const logLines = 'logs';

const outside = (id: string, kind: NodeKind, label: string): MapNode => ({
  id,
  kind,
  label,
  slice: undefined,
  monitors: [],
});

/** Sources of data flows that are not resources, such as devices. */
export const outsiders: readonly MapNode[] = [
  outside(devices, 'outside', 'devices'),
  outside(people, 'outside', 'people'),
  outside(shadow, 'shadow', 'Device Shadow'),
  outside(logLines, 'outside', 'log lines'),
];

/** Returns the resources of a stack that are on the map. */
export function nodesIn(resources: readonly Block[]): readonly MapNode[] {
  const watches = monitorsIn(resources);
  return resources.flatMap((block) => {
    const known = kinds[block.type];
    if (known === undefined || !isOnMap(block)) return [];
    const label = labelOf(block, known.name);
    return {
      id: block.address,
      kind: known.kind,
      label,
      slice: block.constructPath?.split('/')[1],
      monitors: watches.filter(({ covers }) => covers(block.type, label)).map(({ id }) => id),
    };
  });
}

/**
 * Returns the name of a resource, or the id in the code if the name is not a constant or `attribute` is empty. For example,
 * the globally unique name of a bucket is too long for the map.
 */
function labelOf({ name, attributes }: Block, attribute: string): string {
  const known = attributes[attribute];
  return typeof known === 'string' && !known.includes('${') ? known : name.replaceAll('_', '-');
}

interface Watch {
  readonly id: string;
  covers(type: string, label: string): boolean;
}

/** Resource types by metric prefix. */
const metrics: readonly (readonly [prefix: RegExp, types: readonly string[]])[] = [
  [/^aws\.lambda\./, ['aws_lambda_function']],
  [/^aws\.states\./, ['aws_sfn_state_machine']],
  [/^aws\.dynamodb\./, ['aws_dynamodb_table']],
  [/^aws\.kinesis\./, ['aws_kinesis_stream']],
  [/^aws\.firehose\./, ['aws_kinesis_firehose_delivery_stream']],
  [/^aws\.s3\./, ['aws_s3_bucket']],
  [/^aws\.sns\./, ['aws_sns_topic']],
  [/^aws\.sqs\./, ['aws_sqs_queue']],
  [/^aws\.events\./, ['aws_cloudwatch_event_rule']],
  [/^aws\.athena\./, ['aws_athena_workgroup']],
  [/^aws\.apigateway\..*(client_error|integration_error|execution_error)$/, ['aws_apigatewayv2_api']],
  [/^aws\.apigateway\./, ['aws_api_gateway_rest_api']],
  [/^aws\.iot\.(register_thing|create_)/, ['aws_iot_provisioning_template']],
  [/^aws\.iot\.(failure|error_action|parse_error|rule_)/, ['aws_iot_topic_rule']],
];

/** Matches the tag conditions that include or exclude individual resources in a query. */
const named =
  /(!?)(?:functionname|tablename|streamname|queuename|topicname|rulename)(?::([\w-]+)|\s+(NOT\s+)?IN\s*\(([^)]*)\))/g;

function monitorsIn(resources: readonly Block[]): readonly Watch[] {
  return resources.flatMap(({ type, name: id, attributes }) => {
    const query = attributes['query'];
    if (type !== 'datadog_monitor' || typeof query !== 'string') return [];
    const metric = /\baws\.\w+\.[\w.]+(?=\{)/.exec(query)?.[0] ?? '';
    const types = metrics.find(([prefix]) => prefix.test(metric))?.[1] ?? [];
    const names = [...query.matchAll(named)].flatMap(([, not = '', one, notIn = '', list = one ?? '']) =>
      list.split(',').map((name) => ({ name: name.trim(), isIncluded: not === '' && notIn === '' })),
    );
    const included = names.filter(({ isIncluded }) => isIncluded).map(({ name }) => name);
    const excluded = names.filter(({ isIncluded }) => !isIncluded).map(({ name }) => name);
    return {
      id,
      covers: (watched: string, label: string) =>
        types.includes(watched) && (included.length === 0 || included.includes(label)) && !excluded.includes(label),
    };
  });
}
