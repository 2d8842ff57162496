import { describeUntrustedRequests, recordedApi } from './recorded-api.fixture';
import { shadowHistoryOperations } from './shadow-history-operations';

const api = recordedApi((record, ownership) =>
  shadowHistoryOperations(
    {
      changesOf: async (thing) => {
        record('changes', thing);
        const current = { state: { reported: { power: true } } };
        return { changes: [{ version: 1, timestamp: 1_764_000_000, previous: null, current }], last: undefined };
      },
    },
    ownership,
  ),
);

test("returns a device's shadow changes to its owner in the documented format", async () => {
  const { json } = await api.ask('GET /devices/{thing}/shadow/history', { path: { thing: 'light-1' } });
  expect(json).toEqual({
    changes: [{ version: 1, at: '2025-11-24T16:00:00.000Z', before: {}, after: { reported: { power: true } } }],
  });
});

describe('an untrusted request', () => describeUntrustedRequests(api));
