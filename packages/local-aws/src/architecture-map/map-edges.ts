import type { PolicyStatement } from '@himeshima/aws-policy';
import { matches } from '@himeshima/iot';
import { type Block, references } from '@himeshima/terraform-json';
import type { MapEdge } from './map-model';
import { devices, logLines, people, shadow } from './map-nodes';
import { type Policies, policiesIn } from './map-policies';
import { referenceEdges } from './map-references';

const edge = (from: string, to: string, more: Partial<MapEdge> = {}): MapEdge => ({
  from,
  to,
  flow: 'there',
  what: 'data',
  ...more,
});

const refers = (value: Parameters<typeof references>[0]): readonly string[] =>
  references(value).map(({ address }) => address);

/**
 * Returns the edges of a stack. Most edges follow from permissions: role policies contain the resources that a role accesses,
 * and Lambda permissions contain the callers of a function. If permissions name no resources, the edges follow from references.
 */
export function edgesIn(blocks: readonly Block[]): readonly MapEdge[] {
  const granted = grantedEdges(blocks);
  return [...granted, ...referenceEdges(blocks, granted)];
}

function grantedEdges(blocks: readonly Block[]): readonly MapEdge[] {
  const resources = blocks.filter(({ kind }) => kind === 'resource');
  const of = (type: string) => resources.filter((block) => block.type === type);
  const policies = policiesIn(blocks);
  return [
    ...roleEdges(resources, policies),
    ...of('aws_lambda_permission').flatMap(permissionEdges),
    ...of('aws_lambda_event_source_mapping').flatMap(mappingEdges),
    ...of('aws_iot_topic_rule').flatMap((rule) => ruleEdges(rule, resources, policies)),
    ...of('aws_cloudwatch_log_subscription_filter').flatMap(({ attributes }) =>
      refers(attributes['destination_arn'] ?? null).map((to) => edge(logLines, to)),
    ),
    ...of('aws_iot_provisioning_template').map(({ address }) => edge(devices, address, { label: 'first time' })),
    ...['aws_api_gateway_rest_api', 'aws_apigatewayv2_api'].flatMap((type) =>
      of(type).map(({ address }) => edge(people, address)),
    ),
    ...tableEdges(of('aws_glue_catalog_table'), of('aws_athena_named_query')),
    ...profileEdges(of('aws_cloudcontrolapi_resource')),
    edge(devices, shadow, { flow: 'both', label: 'reported, delta' }),
  ];
}

/** Returns the edges that follow from roles and their policies. */
const roleEdges = (resources: readonly Block[], policies: Policies): readonly MapEdge[] =>
  resources
    .filter(({ type }) => !type.startsWith('aws_iam_') && !type.startsWith('aws_cloudwatch_log_'))
    .flatMap(({ address, attributes }) =>
      refers(attributes)
        .flatMap((role) => policies.get(role) ?? [])
        .flatMap((statement) => statementEdges(address, statement)),
    );

const readAction = /:(Get|BatchGet|Query|Scan|ConditionCheck)/;
/**
 * Matches actions that do not result in an edge: inspections of resources, stream reads, which event source mappings already
 * represent, and calls to KMS, CloudWatch Logs and X-Ray.
 */
const inspection = /:(List|Describe|GetBucket|AbortMultipart)|^kinesis:(Get|SubscribeTo)|^(kms|logs|xray):/;

function statementEdges(actor: string, { Action = [], Resource = [] }: PolicyStatement): readonly MapEdge[] {
  const actions = Action.filter((action) => !inspection.test(action));
  if (actions.length === 0) return [];
  const flow = flowOf(actions);
  const what = actions.every((action) => action.startsWith('sqs:')) ? 'failure' : 'data';
  const targets = Resource.flatMap((resource) => refers(resource.replace(/\$\{iot:[^}]*\}/g, '*')));
  const shadows = actions.filter((action) => action.endsWith('ThingShadow'));
  return [
    ...targets.map((address) => edge(actor, address, { flow, what })),
    ...(shadows.length === 0 ? [] : [edge(actor, shadow, { flow: flowOf(shadows) })]),
  ];
}

function flowOf(actions: readonly string[]): MapEdge['flow'] {
  const reads = actions.filter((action) => readAction.test(action)).length;
  return reads === 0 ? 'there' : reads === actions.length ? 'back' : 'both';
}

function permissionEdges({ attributes }: Block): readonly MapEdge[] {
  const to = refers(attributes['function_name'] ?? null);
  // authorizers are not drawn, because they belong to their API
  const from = refers(attributes['source_arn'] ?? null).filter((address) => !address.includes('_authorizer.'));
  return from.flatMap((source) => to.map((target) => edge(source, target)));
}

function mappingEdges({ attributes }: Block): readonly MapEdge[] {
  const to = refers(attributes['function_name'] ?? null);
  const failed = refers(attributes['destination_config'] ?? null);
  return to.flatMap((target) => [
    ...refers(attributes['event_source_arn'] ?? null).map((from) => edge(from, target)),
    ...failed.map((bucket) => edge(target, bucket, { what: 'failure' })),
  ]);
}

/** Returns the edges to a rule from the sources of its messages: devices, shadows or our own functions. */
function ruleEdges(
  { address, attributes }: Block,
  resources: readonly Block[],
  policies: Policies,
): readonly MapEdge[] {
  const label = /FROM '(.*?)'/.exec(String(attributes['sql']))?.[1];
  if (label === undefined) return [];
  if (label.startsWith('$aws/things/+/shadow/')) return [edge(shadow, address, { label: label.slice(20) })];
  const publishers = publishersOf(label, resources, policies);
  return (publishers.length > 0 ? publishers : [devices]).map((from) => edge(from, address, { label }));
}

function publishersOf(filter: string, resources: readonly Block[], policies: Policies): readonly string[] {
  const mayPublish = ({ Action = [], Resource = [] }: PolicyStatement) =>
    Action.includes('iot:Publish') && Resource.some((resource) => isMatched(resource, filter));
  const roles = new Set([...policies].flatMap(([role, statements]) => (statements.some(mayPublish) ? [role] : [])));
  return resources
    .filter(
      ({ type, attributes }) =>
        type === 'aws_lambda_function' && refers(attributes['role'] ?? null).some((role) => roles.has(role)),
    )
    .map(({ address }) => address);
}

/** Returns whether a filter matches the topic of an ARN such as `…:topic/shop/commands/*`. */
function isMatched(resource: string, filter: string): boolean {
  const [, topic] = /:topic\/(.+)$/.exec(resource) ?? [];
  return topic !== undefined && matches(filter, topic.replaceAll('*', 'x'));
}

/** Returns the edges from the buckets behind Glue tables to the workgroups that query the tables. */
function tableEdges(tables: readonly Block[], questions: readonly Block[]): readonly MapEdge[] {
  const buckets = tables
    .flatMap(({ attributes }) => refers(attributes))
    .filter((address) => address.startsWith('aws_s3_bucket.'));
  const groups = questions.flatMap(({ attributes }) => refers(attributes['workgroup'] ?? null));
  return buckets.flatMap((bucket) => groups.map((group) => edge(bucket, group)));
}

/** Returns the edges from devices to the topics that receive violations of Device Defender profiles. */
const profileEdges = (profiles: readonly Block[]): readonly MapEdge[] =>
  profiles
    .flatMap(({ attributes }) => refers(attributes))
    .filter((address) => address.startsWith('aws_sns_topic.'))
    .map((topic) => edge(devices, topic, { label: 'violations' }));
