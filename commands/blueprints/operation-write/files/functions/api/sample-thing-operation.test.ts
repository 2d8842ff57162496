import { describeUntrustedRequests, recordedApi } from './recorded-api.fixture';
import { sampleThingOperation } from './sample-thing-operation';

const route = 'SAMPLE_METHOD sample-path';
const api = recordedApi((_record, ownership) => sampleThingOperation(ownership));

test('sampleThing changes a device that belongs to the caller', async () => {
  const { status, calls } = await api.ask(route, { path: { thing: 'light-1' } });
  // Fill in: the summary and the body in api/openapi.yaml, the sources and their calls in sample-thing-operation.ts,
  // grants for the calls in stacks/features/api.ts, and the recorded calls here.
  expect({ status, calls }).toEqual({ status: 204, calls: ['fill in: the calls'] });
});

describe('an untrusted request', () => describeUntrustedRequests(api));
