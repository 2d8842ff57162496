import { join } from 'node:path';
import { reachableFrom } from './reachable-code';

/** IAM prefix for each SDK client. */
const prefixes: Readonly<Record<string, string>> = {
  '@aws-sdk/client-cloudwatch': 'cloudwatch',
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/client-iot': 'iot',
  '@aws-sdk/client-iot-data-plane': 'iot',
  '@aws-sdk/client-kinesis': 'kinesis',
  '@aws-sdk/client-s3': 's3',
  '@aws-sdk/client-secrets-manager': 'secretsmanager',
  '@aws-sdk/client-sfn': 'states',
  '@aws-sdk/client-sns': 'sns',
  '@aws-sdk/client-sqs': 'sqs',
  '@aws-sdk/client-ssm': 'ssm',
};

/** Actions that are not named after their API operation (Service Authorization Reference). */
const renamed: Readonly<Record<string, string>> = {
  's3:ListObjectsV2': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
};

/** Actions of requests that are signed without the SDK, keyed by the service name in the signature. */
const signed: ReadonlyMap<string, string> = new Map([['execute-api', 'execute-api:ManageConnections']]);

/**
 * Returns the IAM actions of the AWS calls that a function's code can make.
 * @throws Error if the IAM prefix of a client is unknown
 */
export function calledActions(root: string, name: string): ReadonlySet<string> {
  const { imports, texts } = reachableFrom(join(root, 'functions', name, 'handler.ts'));
  const ofClients = [...imports].flatMap(([client, names]) =>
    [...names].flatMap((imported) => {
      const operation = operationOf(client, imported);
      return operation === undefined ? [] : [`${prefixOf(client, name)}:${operation}`];
    }),
  );
  const ofRequests = [...texts].flatMap((text) => signed.get(text) ?? []);
  return new Set([...ofClients.map((action) => renamed[action] ?? action), ...ofRequests]);
}

/**
 * Returns the operation that an imported name represents: `UpdateItem` for `UpdateItemCommand`, `ListObjectsV2` for `paginateListObjectsV2`.
 */
function operationOf(client: string, imported: string): string | undefined {
  if (!client.startsWith('@aws-sdk/client-')) return undefined;
  return /^(\w+)Command$/.exec(imported)?.[1] ?? /^paginate(\w+)$/.exec(imported)?.[1];
}

function prefixOf(client: string, name: string): string {
  const prefix = prefixes[client];
  if (prefix === undefined)
    throw new Error(`function ${name} calls ${client}: add its IAM prefix to tests/synthesis/called-actions.ts`);
  return prefix;
}
