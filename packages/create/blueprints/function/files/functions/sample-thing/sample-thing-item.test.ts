import { itemFor } from './sample-thing-item';

test('the fields of an event are stored', () => {
  // Fill in: select the messages and their fields in the SQL of stacks/features/sample-thing.ts, declare the fields in
  // SampleThingEvent, store them in itemFor, and list them here. Add the thing's message to tests/message-path.test.ts.
  const item = itemFor({ thing: 'sample-1', receivedAt: 1 });
  expect(Object.keys(item)).toEqual(['thing', 'receivedAt', 'fill in: the fields']);
});
