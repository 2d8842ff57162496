import { itemFor } from './sample-thing-item';

test('stores the fields of an event', () => {
  // Fill in: select the messages and their fields in the SQL of stacks/features/sample-thing.ts, declare the fields in
  // SampleThingEvent, store them in itemFor, and list them here.
  const item = itemFor({ thing: 'light-1', receivedAt: 1, traceId: 'trace' });
  expect(Object.keys(item)).toEqual(['thing', 'receivedAt', 'traceId', 'fill in: the fields']);
});
