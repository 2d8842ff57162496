import { type PolicyStatement, parsePolicy } from '@himeshima/aws-policy';
import { matches } from '@himeshima/iot';
import { type Block, references } from '@himeshima/terraform-json';
import type { MapEdge } from './map-model';
import { devices, logLines, people, shadow } from './map-nodes';

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
 * Where something goes, by what may go there: who acts has a role, the role's policies say on what, and who is invoked has a
 * permission that says by whom.
 */
export function edgesIn(resources: readonly Block[]): readonly MapEdge[] {
  const of = (type: string) => resources.filter((block) => block.type === type);
  return [
    ...ofRoles(resources),
    ...of('aws_lambda_permission').flatMap(ofPermission),
    ...of('aws_lambda_event_source_mapping').flatMap(ofMapping),
    ...of('aws_iot_topic_rule').flatMap((rule) => ofRule(rule, resources)),
    ...of('aws_cloudwatch_log_subscription_filter').flatMap(({ attributes }) =>
      refers(attributes['destination_arn'] ?? null).map((to) => edge(logLines, to)),
    ),
    ...of('aws_iot_provisioning_template').map(({ address }) => edge(devices, address, { label: 'first time' })),
    ...['aws_api_gateway_rest_api', 'aws_apigatewayv2_api'].flatMap((type) =>
      of(type).map(({ address }) => edge(people, address)),
    ),
    ...ofTables(of('aws_glue_catalog_table'), of('aws_athena_named_query')),
    ...ofProfiles(of('aws_cloudcontrolapi_resource')),
    edge(devices, shadow, { flow: 'both', label: 'reported, delta' }),
  ];
}

/** Who acts by which role, and what may be done by it. */
function ofRoles(resources: readonly Block[]): readonly MapEdge[] {
  const policies = resources.filter(({ type }) => type === 'aws_iam_role_policy');
  return resources.flatMap((block) => {
    if (block.type.startsWith('aws_iam_') || block.type.startsWith('aws_cloudwatch_log_')) return [];
    const roles = refers(block.attributes).filter((address) => address.startsWith('aws_iam_role.'));
    return policies
      .filter(({ attributes }) => refers(attributes['role'] ?? null).some((role) => roles.includes(role)))
      .flatMap(({ attributes }) => statementsIn(attributes['policy']))
      .flatMap((statement) => ofStatement(block.address, statement));
  });
}

function statementsIn(policy: unknown): readonly PolicyStatement[] {
  return typeof policy === 'string' ? parsePolicy(policy.replaceAll('$${', () => '${')).Statement : [];
}

const reading = /:(Get|BatchGet|Query|Scan|ConditionCheck)/;
/** Calls that look whether and where something is; what a mapping reads of a stream is an edge of its own. */
const looking = /:(List|Describe|GetBucket|AbortMultipart)|^kinesis:(Get|SubscribeTo)|^(kms|logs|xray):/;

function ofStatement(who: string, { Action = [], Resource = [] }: PolicyStatement): readonly MapEdge[] {
  const actions = Action.filter((action) => !looking.test(action));
  if (actions.length === 0) return [];
  const flow = flowOf(actions);
  const what = actions.every((action) => action.startsWith('sqs:')) ? 'failure' : 'data';
  const actedOn = Resource.flatMap((resource) => refers(resource.replace(/\$\{iot:[^}]*\}/g, '*')));
  const shadows = actions.filter((action) => action.endsWith('ThingShadow'));
  return [
    ...actedOn.map((address) => edge(who, address, { flow, what })),
    ...(shadows.length === 0 ? [] : [edge(who, shadow, { flow: flowOf(shadows) })]),
  ];
}

function flowOf(actions: readonly string[]): MapEdge['flow'] {
  const reads = actions.filter((action) => reading.test(action)).length;
  return reads === 0 ? 'there' : reads === actions.length ? 'back' : 'both';
}

function ofPermission({ attributes }: Block): readonly MapEdge[] {
  const to = refers(attributes['function_name'] ?? null);
  // an authorizer is asked by the API that it belongs to
  const from = refers(attributes['source_arn'] ?? null).filter((address) => !address.includes('_authorizer.'));
  return from.flatMap((one) => to.map((other) => edge(one, other)));
}

function ofMapping({ attributes }: Block): readonly MapEdge[] {
  const to = refers(attributes['function_name'] ?? null);
  const failed = refers(attributes['destination_config'] ?? null);
  return to.flatMap((one) => [
    ...refers(attributes['event_source_arn'] ?? null).map((from) => edge(from, one)),
    ...failed.map((bucket) => edge(one, bucket, { what: 'failure' })),
  ]);
}

/** A rule hears devices, their shadows, or what functions of ours publish. */
function ofRule({ address, attributes }: Block, resources: readonly Block[]): readonly MapEdge[] {
  const label = /FROM '(.*?)'/.exec(String(attributes['sql']))?.[1];
  if (label === undefined) return [];
  if (label.startsWith('$aws/things/+/shadow/')) return [edge(shadow, address, { label: label.slice(20) })];
  const publishers = publishersOf(label, resources);
  return (publishers.length > 0 ? publishers : [devices]).map((from) => edge(from, address, { label }));
}

function publishersOf(filter: string, resources: readonly Block[]): readonly string[] {
  const publishing = resources.filter(
    ({ type, attributes }) =>
      type === 'aws_iam_role_policy' &&
      statementsIn(attributes['policy']).some(
        ({ Action = [], Resource = [] }) =>
          Action.includes('iot:Publish') && Resource.some((resource) => isHeard(resource, filter)),
      ),
  );
  const roles = publishing.flatMap(({ attributes }) => refers(attributes['role'] ?? null));
  return resources
    .filter(
      ({ type, attributes }) =>
        type === 'aws_lambda_function' && refers(attributes['role'] ?? null).some((role) => roles.includes(role)),
    )
    .map(({ address }) => address);
}

/** Whether a topic that an ARN speaks of, `…:topic/himeshima/commands/*`, comes to a filter. */
function isHeard(resource: string, filter: string): boolean {
  const [, topic] = /:topic\/(.+)$/.exec(resource) ?? [];
  return topic !== undefined && matches(filter, topic.replaceAll('*', 'x'));
}

/** A bucket is asked through the tables that lie in it, by the questions of a workgroup. */
function ofTables(tables: readonly Block[], questions: readonly Block[]): readonly MapEdge[] {
  const buckets = tables
    .flatMap(({ attributes }) => refers(attributes))
    .filter((address) => address.startsWith('aws_s3_bucket.'));
  const groups = questions.flatMap(({ attributes }) => refers(attributes['workgroup'] ?? null));
  return buckets.flatMap((bucket) => groups.map((group) => edge(bucket, group)));
}

/** Device Defender tells of devices that behave as they never should. */
const ofProfiles = (profiles: readonly Block[]): readonly MapEdge[] =>
  profiles
    .flatMap(({ attributes }) => refers(attributes))
    .filter((address) => address.startsWith('aws_sns_topic.'))
    .map((topic) => edge(devices, topic, { label: 'violations' }));
