import type { Request } from './request';
import { sampleThing } from './sample-thing-operation';

const request: Request = { caller: 'ann', path: { thing: 'meter-1' }, query: {}, body: '' };

test('sampleThing changes a device', async () => {
  const calls: string[] = [];
  const { status } = await sampleThing(request);
  // Fill in: the summary and the body in api/openapi.yaml, the implementation in sample-thing-operation.ts,
  // permissions for the operation's AWS calls in stacks/features/api.ts, and the expected calls here.
  expect({ status, calls }).toEqual({ status: 204, calls: ['fill in: the calls'] });
});
