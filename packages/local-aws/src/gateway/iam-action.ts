import type { PolicyContext } from '@himeshima/aws-policy';
import { streamOfIterator } from '../dynamodb/streams-api';
import { transactionParts } from '../dynamodb/transaction-parts';
import type { HttpCall } from '../http/http-call';
import { s3Operation } from '../messaging/s3-operations';
import { readTaskHandle } from '../messaging/task-handle';
import { fieldsOf, parseBody } from './json-api';
import { resourceArn } from './resource-arn';
import type { AccessedResources, Operation, OperationInput, ServiceApi } from './service-api';

/** IAM action and resources that a call requires. Source: Service authorization reference. */
export interface RequiredPermission {
  /** IAM action, such as `dynamodb:PutItem`. */
  action: string;
  /** ARNs of the accessed resources; a batch can access several tables. */
  resources: string[];
  /** Additional required permission, such as permission to read the source of a copy. */
  also?: RequiredPermission;
  /** Condition keys of the call. */
  context?: PolicyContext;
}

interface Location {
  region: string;
  account: string;
}

/** Resource that IAM uses for operations without a resource type, such as list operations. */
const everything = '*';

function inputOf(fields: Readonly<Record<string, unknown>>): OperationInput {
  return {
    text: (...names) => names.map((name) => fields[name]).find((value) => typeof value === 'string'),
    keys: (name) => Object.keys(fieldsOf(fields[name])),
    all(name) {
      const list = fields[name];
      return Array.isArray(list) ? list.filter((value) => typeof value === 'string') : [];
    },
  };
}

/**
 * Functions that return the accessed resources, keyed by service. Services whose API defines `accessed` are not listed.
 */
const resourcesOf: Readonly<Record<string, AccessedResources>> = {
  dynamodb(input, place, operation) {
    if (operation === 'ListStreams') return [];
    const iterator = input.text('ShardIterator');
    const stream = input.text('StreamArn') ?? (iterator && streamOfIterator(iterator));
    if (stream !== undefined) return [stream];
    const named = input.text('TableName', 'ResourceArn');
    const tables = named === undefined ? input.keys('RequestItems') : [named];
    const index = input.text('IndexName');
    const part = index === undefined ? '' : `/index/${index}`;
    return tables.map((table) => `${resourceArn('dynamodb', 'table/', table, place)}${part}`);
  },
  firehose(input, place) {
    const stream = input.text('DeliveryStreamName');
    return [stream && resourceArn('firehose', 'deliverystream/', stream, place)];
  },
  sqs(input, place) {
    const task = readTaskHandle(input.text('TaskHandle') ?? '')?.sourceArn;
    const queue = input.text('QueueUrl', 'QueueName', 'SourceArn')?.split('/').at(-1) ?? task;
    return [queue && resourceArn('sqs', '', queue, place)];
  },
  sns(input, place) {
    const topic = input.text('TopicArn', 'TargetArn', 'ResourceArn', 'Name');
    // the ARN of a subscription consists of the topic's ARN and an ID
    const subscribed = input.text('SubscriptionArn')?.split(':').slice(0, 6).join(':');
    return [topic === undefined ? subscribed : resourceArn('sns', '', topic, place)];
  },
  logs(input, place) {
    const group = input.text('logGroupName', 'logGroupIdentifier')?.split(':log-group:').at(-1);
    const stream = input.text('logStreamName') ?? '';
    return [group && resourceArn('logs', 'log-group:', `${group}:log-stream:${stream}`, place)];
  },
  states(input) {
    // a task token contains the ARN of the waiting execution, but the permission applies to the execution's workflow
    const waiting = input.text('taskToken');
    const workflow = waiting?.replace(':execution:', ':stateMachine:').split(':').slice(0, 7).join(':');
    return [input.text('stateMachineArn', 'executionArn') ?? (workflow?.startsWith('arn:') ? workflow : undefined)];
  },
  cloudwatch(input, place) {
    const alarm = input.text('AlarmName');
    return [alarm && resourceArn('cloudwatch', 'alarm:', alarm, place)];
  },
  'cognito-idp'(input, place) {
    const pool = input.text('UserPoolId');
    return [pool && resourceArn('cognito-idp', 'userpool/', pool, place)];
  },
  lambda(input, place) {
    const name = input.text('name')?.split(':function:').at(-1)?.split(':')[0];
    const mapping = input.text('uuid');
    return [
      name && resourceArn('lambda', 'function:', name, place),
      mapping && resourceArn('lambda', 'event-source-mapping:', mapping, place),
    ];
  },
  iot(input, place) {
    // calls for attachments, tags and rule destinations contain the ARN of the resource
    const named = input.text('principal', 'target', 'resourceArn', 'arn');
    if (named !== undefined) return [named];
    return Object.entries(iotResourceTypes).map(([member, prefix]) => {
      const name = input.text(member);
      return name && resourceArn('iot', prefix, name, place);
    });
  },
};

/**
 * Prefixes of AWS IoT's resources, keyed by the member of the input that contains the name or ARN. Source: AWS IoT
 * developer guide, "security_iam_service-with-iam", "Actions".
 */
const iotResourceTypes = {
  thing: 'thing/',
  thingName: 'thing/',
  thingArn: 'thing/',
  thingTypeName: 'thingtype/',
  thingGroupName: 'thinggroup/',
  thingGroupArn: 'thinggroup/',
  parentGroupName: 'thinggroup/',
  billingGroupName: 'billinggroup/',
  billingGroupArn: 'billinggroup/',
  topic: 'topic/',
  client: 'client/',
  certificate: 'cert/',
  caCertificate: 'cacert/',
  policy: 'policy/',
  policyName: 'policy/',
  roleAlias: 'rolealias/',
  authorizerName: 'authorizer/',
  templateName: 'provisioningtemplate/',
  ruleName: 'rule/',
  domainConfigurationName: 'domainconfiguration/',
  index: 'index/',
} as const;

/** Members of a body that determine the resources of a call. */
const iotBodyMembers = [
  'principal',
  'target',
  'resourceArn',
  'arn',
  'thingName',
  'thingArn',
  'thingGroupName',
  'thingGroupArn',
  'parentGroupName',
  'billingGroupName',
  'billingGroupArn',
  'authorizerName',
  'templateName',
] as const;

/** Operations whose body contains the name of an index, by default AWS_Things. */
const indexOperations: ReadonlySet<string> = new Set([
  'SearchIndex',
  'GetStatistics',
  'GetCardinality',
  'GetPercentiles',
  'GetBucketsAggregation',
  'CreateDynamicThingGroup',
  'UpdateDynamicThingGroup',
]);

/** IAM actions, keyed by operation, for operations whose IAM action has a different name. */
const actions: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  'sns:PublishBatch': 'sns:Publish',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};

const prefixes: ReadonlyMap<string, string> = new Map([['iotdata', 'iot']]);

function onS3(call: HttpCall): RequiredPermission {
  const [, bucket = '', ...rest] = call.path.split('/');
  const key = safelyDecoded(rest.join('/'));
  const { name, action } = s3Operation(call);
  const acted = (...resources: string[]) => ({ action: `s3:${action}`, resources });
  const arnOf = (object: string) => `arn:aws:s3:::${object}`;
  if (bucket === '') return acted(everything);
  const keys = name === 'DeleteObjects' ? keysIn(call) : [];
  if (keys.length > 0) return acted(...keys.map((one) => arnOf(`${bucket}/${one}`)));
  if (key === '')
    return { ...acted(arnOf(bucket)), ...(action === 'ListBucket' && { context: listingContext(call.query) }) };
  const source = safelyDecoded(call.headers['x-amz-copy-source'] ?? '').replace(/^\//, '');
  const read = source === '' ? {} : { also: { action: 's3:GetObject', resources: [arnOf(source)] } };
  return { ...acted(arnOf(`${bucket}/${key}`)), ...read };
}

/** Returns the object keys that a request deletes. Source: S3 API reference, "DeleteObjects". */
function keysIn({ body }: HttpCall): string[] {
  const found = Buffer.from(body)
    .toString('utf8')
    .matchAll(/<Key>([\s\S]*?)<\/Key>/g);
  return [...found].map(([, key = '']) => unescaped(key));
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['apos', "'"],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
]);

/** Decodes the entities in XML text. */
const unescaped = (text: string) => text.replace(/&(\w+);/g, (entity, name: string) => entities.get(name) ?? entity);

/** Returns ListBucket's condition keys (service authorization reference, "Condition keys for Amazon S3"). */
const listingContext = (query: URLSearchParams): PolicyContext =>
  Object.fromEntries(
    ['prefix', 'delimiter', 'max-keys'].flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[`s3:${name}`, value]];
    }),
  );

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export const isForm = (call: Pick<HttpCall, 'headers'>) =>
  (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

/** Returns the fields of a body, or no fields if the body is invalid, because the service then reports the error. */
function fieldsIn({ body }: HttpCall): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(parseBody(body));
  } catch {
    return {};
  }
}

/** Returns the fields of an AWS IoT call that determine its resources, from its headers, query, body and path. */
function onIot(call: HttpCall, { name, parameters }: Operation): Readonly<Record<string, unknown>> {
  const body = fieldsIn(call);
  const { headers, query } = call;
  return {
    resourceArn: query.get('resourceArn'),
    ...Object.fromEntries(
      iotBodyMembers.flatMap((member) => (member in body ? [[member, body[member]] as const] : [])),
    ),
    ...(headers['x-amzn-iot-policy'] !== undefined && { policyName: headers['x-amzn-iot-policy'] }),
    ...((headers['x-amzn-principal'] ?? headers['x-amzn-iot-principal']) !== undefined && {
      principal: headers['x-amzn-principal'] ?? headers['x-amzn-iot-principal'],
    }),
    ...(indexOperations.has(name) && { index: body['indexName'] ?? 'AWS_Things' }),
    ...parameters,
  };
}

/** IAM actions for the parts of a transaction, because there is no action for transactions (DynamoDB developer guide, "transaction-apis-iam"). */
const actionOfPart: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/** Returns the permissions for the parts of a transaction; undefined for a call that is not a transaction. */
function transactionPermission(
  fields: Readonly<Record<string, unknown>>,
  place: Location,
): RequiredPermission | undefined {
  const tables = new Map<string, Set<string>>();
  for (const { kind, table } of transactionParts(fields)) {
    const action = actionOfPart[kind];
    if (action === undefined) continue;
    const those = tables.get(action) ?? new Set();
    tables.set(action, those.add(resourceArn('dynamodb', 'table/', table, place)));
  }
  return chained(
    [...tables].map(([action, resources]) => ({ action: `dynamodb:${action}`, resources: [...resources] })),
  );
}

/**
 * Returns the permissions for the entries of PutEvents, with their condition keys; undefined for a call without
 * entries. Source: service authorization reference, "Amazon EventBridge".
 */
function putEventsPermission(
  fields: Readonly<Record<string, unknown>>,
  place: Location,
): RequiredPermission | undefined {
  const entries: readonly unknown[] = Array.isArray(fields['Entries']) ? fields['Entries'] : [];
  return chained(
    entries.map((entry) => {
      const { EventBusName: bus, Source: source, DetailType: detailType } = fieldsOf(entry);
      const name = typeof bus === 'string' ? bus : 'default';
      return {
        action: 'events:PutEvents',
        resources: [resourceArn('events', 'event-bus/', name, place)],
        context: {
          ...(typeof source === 'string' && { 'events:source': source }),
          ...(typeof detailType === 'string' && { 'events:detail-type': detailType }),
        },
      };
    }),
  );
}

/** Functions that return the permissions of calls with several parts, keyed by operation. */
const permissionsOfParts: Readonly<Record<string, typeof transactionPermission>> = {
  'dynamodb:TransactGetItems': transactionPermission,
  'dynamodb:TransactWriteItems': transactionPermission,
  'events:PutEvents': putEventsPermission,
};

/** Combines permissions, all of which are required. */
const chained = (permissions: readonly RequiredPermission[]): RequiredPermission | undefined =>
  permissions.reduce<RequiredPermission | undefined>(
    (also, permission) => ({ ...permission, ...(also !== undefined && { also }) }),
    undefined,
  );

/** Returns a permission and the additional permissions that a call requires. */
export function allPermissions(first: RequiredPermission): readonly RequiredPermission[] {
  const permissions = [first];
  for (let { also } = first; also !== undefined; also = also.also) permissions.push(also);
  return permissions;
}

function namedBy(
  call: HttpCall,
  service: string,
  api: ServiceApi | undefined,
): { name: string; fields: Readonly<Record<string, unknown>> } {
  const target = call.headers['x-amz-target']?.split('.').at(-1);
  if (target !== undefined) return { name: target, fields: fieldsIn(call) };
  const form = isForm(call) ? Object.fromEntries(new URLSearchParams(Buffer.from(call.body).toString('utf8'))) : {};
  if (form['Action'] !== undefined) return { name: form['Action'], fields: form };
  const route = api?.route?.(call);
  if (service === 'iot' && route !== undefined) return { name: route.name, fields: onIot(call, route) };
  return { name: route?.name ?? `${call.method} ${call.path}`, fields: route?.parameters ?? {} };
}

/**
 * Returns the IAM action and resources that a call requires.
 * @param api the service's API; if undefined, the service is unsupported, and the action contains the operation name
 * from the call
 */
export function requiredPermission(
  call: HttpCall,
  service: string,
  api: ServiceApi | undefined,
  place: Location,
): RequiredPermission {
  if (service === 's3') return onS3(call);
  // API Gateway's control plane uses HTTP methods as IAM actions, and paths as resources (API Gateway developer guide,
  // "Control access for invoking").
  if (service === 'apigateway')
    return { action: `apigateway:${call.method}`, resources: [`arn:aws:apigateway:${place.region}::${call.path}`] };
  const { name, fields } = namedBy(call, service, api);
  const operation = `${service}:${name}`;
  const parts = Object.hasOwn(permissionsOfParts, operation) ? permissionsOfParts[operation] : undefined;
  const permission = parts?.(fields, place);
  if (permission !== undefined) return permission;
  const prefix = prefixes.get(service) ?? service;
  const find = api?.accessed ?? (Object.hasOwn(resourcesOf, prefix) ? resourcesOf[prefix] : undefined);
  const resources = (find?.(inputOf(fields), place, name) ?? []).filter((resource) => resource !== undefined);
  const acted = {
    action: actions[operation] ?? `${prefix}:${name}`,
    resources: resources.length === 0 ? [everything] : resources,
  };
  // AWS IoT developer guide, "Retained message policy examples": a retained message also requires RetainPublish
  if (acted.action === 'cloudwatch:PutMetricData')
    return { ...acted, context: { 'cloudwatch:namespace': inputOf(fields).text('Namespace') ?? '' } };
  const retains = acted.action === 'iot:Publish' && call.query.get('retain') === 'true';
  return retains ? { ...acted, also: { ...acted, action: 'iot:RetainPublish' } } : acted;
}
