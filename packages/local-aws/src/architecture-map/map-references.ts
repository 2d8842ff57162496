import { type Block, references, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { MapEdge } from './map-model';
import { isOnMap } from './map-nodes';

interface Connection {
  /** Attribute that refers to the source. */
  readonly from: string;
  /** Attributes that refer to the targets. */
  readonly to: readonly string[];
}

/** Resource types that connect two other resources. */
const connections: Readonly<Record<string, Connection>> = {
  aws_api_gateway_integration: { from: 'rest_api_id', to: ['uri'] },
  aws_apigatewayv2_integration: { from: 'api_id', to: ['integration_uri'] },
  aws_cloudwatch_event_target: { from: 'rule', to: ['arn', 'dead_letter_config'] },
  aws_lambda_event_source_mapping: { from: 'event_source_arn', to: ['function_name'] },
  aws_lambda_function_event_invoke_config: { from: 'function_name', to: ['destination_config'] },
  aws_s3_bucket_notification: { from: 'bucket', to: ['lambda_function', 'queue', 'topic'] },
  aws_sns_topic_subscription: { from: 'topic_arn', to: ['endpoint', 'redrive_policy'] },
};

/** Attributes that refer to resources that receive no data, such as the bucket with the code of a function. */
const withoutFlow: ReadonlySet<string> = new Set(['role', 'role_arn', 's3_bucket', 's3_key', 'layers', 'tags']);

/** Pattern of the paths of attributes that refer to a destination for failures. */
const failures = /dead_letter|redrive_policy|error_action|on_failure/;

/**
 * Attribute whose references are data flows only if the permissions of the function name no resources. If they name resources, the
 * function may only need the name in the attribute.
 */
const weak = 'environment';

/** Returns the edges that follow from references between resources, except between resources that are already connected. */
export function referenceEdges(blocks: readonly Block[], known: readonly MapEdge[]): readonly MapEdge[] {
  const functions = new Map<Value, string>();
  for (const { type, address, attributes } of blocks)
    if (type === 'aws_lambda_function') functions.set(attributes['function_name'] ?? null, address);
  const withPermissions = new Set(known.map(({ from }) => from));
  const connected = new Set(known.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]));

  /** Returns the addresses to which an attribute refers. The name of a function is also a reference. */
  const targetsIn = (attributes: ValueObject, name: string) => {
    const value = attributes[name] ?? null;
    const named = functions.get(value);
    const found = references(value).map(({ address, path }) => ({ to: address, path: [name, ...path].join('.') }));
    return named === undefined ? found : [...found, { to: named, path: name }];
  };
  const isFlow = (name: string, address: string) =>
    !withoutFlow.has(name) && (name !== weak || !withPermissions.has(address));
  const edgesOf = (block: Block): readonly MapEdge[] => {
    const { type, address, attributes } = block;
    const connection = connections[type];
    if (connection === undefined && !isOnMap(block)) return [];
    const sources = connection === undefined ? [address] : targetsIn(attributes, connection.from).map(({ to }) => to);
    const names = connection?.to ?? Object.keys(attributes).filter((name) => isFlow(name, address));
    return names
      .flatMap((name) => targetsIn(attributes, name))
      .flatMap(({ to, path }) =>
        sources.map((from): MapEdge => ({ from, to, flow: 'there', what: failures.test(path) ? 'failure' : 'data' })),
      );
  };
  return blocks.flatMap(edgesOf).filter(({ from, to }) => !connected.has(`${from} ${to}`));
}
