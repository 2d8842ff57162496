import type { Request } from './request';
import { sampleThing } from './sample-thing-operation';

const request: Request = { caller: 'ann', path: { thing: 'meter-1' }, query: {}, body: '' };

test('sampleThing returns the response in the specification', async () => {
  // Fill in: the summary, the response and the schema SampleThing in api/openapi.yaml, the result in
  // sample-thing-operation.ts, permissions for the operation's AWS calls in stacks/features/api.ts, and the expected response here.
  expect(await sampleThing(request)).toEqual({ status: 200, body: { thing: 'meter-1', fillIn: 'the response' } });
});
