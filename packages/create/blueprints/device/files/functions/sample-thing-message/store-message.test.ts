import { SampleThingEvent } from '../../contracts/sample-thing';
import { parse } from '../shared/parse-input';
import { storeMessage } from './store-message';

const message: SampleThingEvent = { thing: 'sample-thing-1', at: 1_700_000_000_000, receivedAt: 1 };

/** Returns the item that is stored for a message. */
async function stored(received: SampleThingEvent) {
  const send = jest.fn();
  await storeMessage(received, { client: { send }, table: 'sample-thing-messages' });
  const [[command]] = send.mock.calls;
  return command.input.Item;
}

test('a message is stored under its thing and time', async () => {
  expect(await stored(message)).toMatchObject({ thing: { S: 'sample-thing-1' }, at: { N: '1700000000000' } });
});

test('a message without a time is rejected with the path of the error', () => {
  const parsed = () => parse(SampleThingEvent, { ...message, at: 'now' }, 'message');
  expect(parsed).toThrow(/^invalid message: at: /);
});

test('the fields of a message are stored', async () => {
  // Fill in: declare what a sample thing reports in contracts/sample-thing.ts, store it in store-message.ts,
  // add an example to `message` above and to the message in tests/message-path.test.ts, and list the fields here.
  expect(Object.keys(await stored(message))).toEqual(['thing', 'at', 'fill in: the fields']);
});
