import { describeUntrustedRequests, recordedApi } from './recorded-api.fixture';
import { sampleThingOperation } from './sample-thing-operation';

const route = 'SAMPLE_METHOD sample-path';
const api = recordedApi((_record, ownership) => sampleThingOperation(ownership));

test('sampleThing returns the response that the specification declares', async () => {
  const { status, json } = await api.ask(route, { path: { thing: 'light-1' } });
  // Fill in: the summary, the response and the schema SampleThing in api/openapi.yaml, the sources and the result
  // in sample-thing-operation.ts, grants for its calls in stacks/features/api.ts, and the expected response here.
  expect({ status, json }).toEqual({ status: 200, json: { thing: 'light-1', fillIn: 'the response' } });
});

describe('an untrusted request', () => describeUntrustedRequests(api));
