import { type BatchWriteItemInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type ManufacturedDevice, registerSerials } from './register-serials';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const devices = Array.from({ length: 30 }, (_, at): ManufacturedDevice => ({ serial: `S${at}`, type: 'light' }));

/** Creates a client whose first calls each leave their last item unprocessed. @param times number of these calls */
function throttlingClient(times: number) {
  const client = new DynamoDBClient({ region: 'ap-northeast-1' });
  const calls: (readonly unknown[])[] = [];
  jest.spyOn(client, 'send').mockImplementation(async ({ input }: { readonly input: object }) => {
    const { RequestItems = {} }: Partial<BatchWriteItemInput> = input;
    const requests = RequestItems['serial-numbers'] ?? [];
    calls.push(requests);
    return { UnprocessedItems: calls.length > times ? {} : { 'serial-numbers': requests.slice(-1) } };
  });
  return { client, calls };
}

test('retries items that DynamoDB did not process', async () => {
  const { client, calls } = throttlingClient(1);
  const registered = registerSerials(client, devices);
  await jest.runAllTimersAsync();
  await registered;
  expect(calls.map(({ length }) => length)).toEqual([25, 1, 5]);
  expect(calls[1]).toMatchObject([{ PutRequest: { Item: { serial: { S: 'S24' } } } }]);
});

test('fails if DynamoDB repeatedly leaves an item unprocessed', async () => {
  const { client } = throttlingClient(Number.POSITIVE_INFINITY);
  const failed = expect(registerSerials(client, devices)).rejects.toThrow(
    'serial-numbers did not accept 1 item: throttled',
  );
  await jest.runAllTimersAsync();
  await failed;
});
