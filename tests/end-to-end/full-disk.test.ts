import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { PutItemCommand, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type Clients, clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { root } from './foreign-platform';
import { stackName, writeForeignStack } from './foreign-stack';

jest.setTimeout(60_000);

const stack = writeForeignStack({
  resource: {
    aws_dynamodb_table: { things: { name: 'things', hash_key: 'thing', attribute: [{ name: 'thing', type: 'S' }] } },
    aws_sqs_queue: { jobs: { name: 'jobs' } },
  },
});
afterAll(() => stack.remove());

const startWithData = (data: string) =>
  startPlatformProcess({
    root,
    directory: stack.directory,
    args: ['--out', stack.out, '--stack', stackName, '--data', data],
  });

const large = 'x'.repeat(200_000);
const putItem = ({ dynamodb }: Clients, turn: number) =>
  dynamodb.send(new PutItemCommand({ TableName: 'things', Item: { thing: { S: `${turn}` }, large: { S: large } } }));

async function countItems({ dynamodb }: Clients): Promise<number> {
  let [count, ExclusiveStartKey]: [number, ScanCommand['input']['ExclusiveStartKey']] = [0, undefined];
  do {
    const page: ScanCommandOutput = await dynamodb.send(new ScanCommand({ TableName: 'things', ExclusiveStartKey }));
    [count, ExclusiveStartKey] = [count + (page.Count ?? 0), page.LastEvaluatedKey];
  } while (ExclusiveStartKey !== undefined);
  return count;
}

const jobs = async ({ sqs }: Clients) => (await sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))).QueueUrl;
const sendMessage = async (clients: Clients) =>
  clients.sqs.send(new SendMessageCommand({ QueueUrl: await jobs(clients), MessageBody: large }));

async function countMessages(clients: Clients): Promise<number> {
  const QueueUrl = await jobs(clients);
  const ask = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
  return Number((await clients.sqs.send(ask)).Attributes?.['ApproximateNumberOfMessages']);
}

/** Returns the number of acknowledged writes before the first failure. LevelDB starts a new file after 4 MiB. */
async function countAcknowledged(write: (turn: number) => Promise<unknown>): Promise<number> {
  for (let turn = 0; turn < 50; turn += 1) {
    const done = await write(turn).then(
      () => true,
      () => false,
    );
    if (!done) return turn;
  }
  throw new Error('nothing was rejected');
}

describe('a platform that cannot create new files, as on a full disk', () => {
  test.each([
    ['tables', putItem, countItems],
    ['state', sendMessage, countMessages],
  ] as const)(
    'shuts down on a full disk, and keeps the acknowledged writes to the %s',
    async (folder, write, count) => {
      const data = join(stack.directory, folder);
      const platform = await startWithData(data);
      // without the folder, no new file can be created, but open files can still be written
      renameSync(join(data, folder), join(data, 'away'));
      const least = await countAcknowledged((turn) => write(clientsOf(platform), turn));
      expect(least).toBeGreaterThan(0);
      const { text } = await platform.event(({ kind }) => kind === 'note', 'why it ends');
      expect(text).toMatch(/: IO error: .*No such file.*; writes are no longer durable, so the platform shuts down$/);
      expect({ code: await platform.stop(), complaints: platform.complaints }).toEqual({ code: 1, complaints: [] });

      renameSync(join(data, 'away'), join(data, folder));
      const again = await startWithData(data);
      expect(await count(clientsOf(again))).toBeGreaterThanOrEqual(least);
      expect(await again.stop()).toBe(0);
    },
  );
});
