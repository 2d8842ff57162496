import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceivedReading } from '../../contracts/meter';
import { parse } from '../shared/parse-input';
import { storeReading } from './store-reading';

const reading: ReceivedReading = { thing: 'meter-1', at: 1_700_000_000_000, value: 21.5, receivedAt: 1 };

test('a reading is stored under its thing and time', async () => {
  const send = jest.fn();
  await storeReading(reading, { client: { send }, table: 'meter-readings' });
  const [[command]] = send.mock.calls;
  expect(command).toBeInstanceOf(PutItemCommand);
  expect(command.input).toEqual({
    TableName: 'meter-readings',
    Item: { thing: { S: 'meter-1' }, at: { N: '1700000000000' }, value: { N: '21.5' } },
  });
});

test('a message without a value is rejected with the path of the error', () => {
  expect(() => parse(ReceivedReading, { ...reading, value: 'high' }, 'meter reading')).toThrow(
    /^invalid meter reading: value: /,
  );
});
