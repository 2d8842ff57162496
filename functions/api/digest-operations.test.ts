import { digestOperations } from './digest-operations';
import { describeUntrustedRequests, recordedApi } from './recorded-api.fixture';

const digest = {
  date: '2026-11-24',
  devices: [],
  messages: 3,
  failures: { invocations: 0, workflows: 0 },
  alerts: 0,
};
const api = recordedApi((record) =>
  digestOperations({
    digestOf: async (date) => {
      record('digest', date);
      return date === digest.date ? digest : undefined;
    },
  }),
);

test('returns the digest for a day, and 404 for a day without a digest', async () => {
  const get = (date: string) => api.ask('GET /digests/{date}', { path: { date } });
  expect(await get('2026-11-24')).toMatchObject({ status: 200, json: digest });
  expect(await get('2026-11-25')).toMatchObject({ status: 404, calls: ['digest 2026-11-25'] });
});

describe('an untrusted request', () => describeUntrustedRequests(api));
