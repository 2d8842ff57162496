import type { ReceivedMeasurement } from '../../contracts/sensor';
import { storeMeasurement } from './store-measurement';

const measurement = { thing: 'sensor-sample-thing-1', at: 1_700_000_000_000, room: 'room1', value: 21.5 };

/** Returns the item that is stored for a measurement. */
async function stored(received: ReceivedMeasurement) {
  const send = jest.fn();
  await storeMeasurement(received, { client: { send }, table: 'sample-thing-measurements' });
  const [[command]] = send.mock.calls;
  return command.input.Item;
}

test('a measurement is stored under its thing and time', async () => {
  const key = { thing: { S: 'sensor-sample-thing-1' }, at: { N: '1700000000000' } };
  expect(await stored(measurement)).toMatchObject(key);
});

test('the derived fields of a measurement are stored', async () => {
  // Fill in: restrict the rule in stacks/features/sample-things.ts to the values that the function needs (WHERE value > 0), store
  // the derived fields in store-measurement.ts, and list them here. The message in tests/message-path.test.ts must have a value
  // that the rule selects.
  expect(Object.keys(await stored(measurement))).toEqual(['thing', 'at', 'room', 'value', 'fill in: the fields']);
});
