import { startDatadog } from './datadog.fixture';
import { createDatadogApi } from './datadog-api';
import { fetchAlertEvents } from './fetch-alert-events';

const range = { from: Date.UTC(2026, 10, 20) / 60_000, to: Date.UTC(2026, 10, 27) / 60_000 };
const page = (after: string | undefined) => ({
  data: [{ id: 'e' }],
  meta: { page: after === undefined ? {} : { after } },
});
const path = '/api/v2/events';
const first = `${path}?filter%5Bquery%5D=source%3Aalert&filter%5Bfrom%5D=2026-11-20T00%3A00%3A00.000Z&filter%5Bto%5D=2026-11-27T00%3A00%3A00.000Z&sort=-timestamp&page%5Blimit%5D=1000`;

/** Fetches events from a server with the given responses, and returns the result and the number of requests. */
async function fetched(answers: Readonly<Record<string, unknown>>, faults: readonly { status: number }[] = []) {
  const datadog = await startDatadog({ answers });
  datadog.faults.push(...faults);
  try {
    const found = await fetchAlertEvents(createDatadogApi(datadog.access), range);
    return { count: found.events.length, isTruncated: found.isTruncated, requests: datadog.requestedUrls.length };
  } finally {
    await datadog.stop();
  }
}

describe('fetchAlertEvents', () => {
  test('reads the events of monitors, following the cursor', async () => {
    const answers = { [first]: page('next'), [`${first}&page%5Bcursor%5D=next`]: page(undefined) };
    expect(await fetched(answers)).toEqual({ count: 2, isTruncated: false, requests: 2 });
  });

  test('stops if the server repeats a cursor', async () => {
    expect(await fetched({ [path]: page('same') })).toEqual({ count: 2, isTruncated: false, requests: 2 });
  });

  test('sends at most 50 requests', async () => {
    const pages = Array.from({ length: 60 }, (_, at): [string, unknown] => [
      at === 0 ? first : `${first}&page%5Bcursor%5D=${at}`,
      page(String(at + 1)),
    ]);
    expect(await fetched(Object.fromEntries(pages))).toEqual({ count: 50, isTruncated: true, requests: 50 });
  });

  test.each([
    [[{ status: 401 }], /^Datadog rejected DD_API_KEY \(401\)/],
    [[{ status: 403 }], /^Datadog denied access to .api.v2.events \(403\); .*events_read\)$/],
    [
      [{ status: 429, headers: { 'x-ratelimit-reset': '3600' } }],
      /^Datadog throttled .api.v2.events \(429, .*; wait 3600 s/,
    ],
  ])('reports %j in one line', async (faults, message) => {
    await expect(fetched({}, faults)).rejects.toThrow(message);
  });

  test('rejects a response without events', async () => {
    await expect(fetched({ [path]: {} })).rejects.toThrow(
      '/api/v2/events did not return a list of events; check DD_SITE or DD_HOST',
    );
  });
});
