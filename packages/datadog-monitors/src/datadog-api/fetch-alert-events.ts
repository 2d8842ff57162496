import * as z from 'zod';
import { DatadogApiError } from './api-error';
import type { DatadogApi } from './datadog-api';

const path = '/api/v2/events';
/** Maximum number of events in a response. Source: API reference, "Get a list of events" */
const pageSize = 1000;
/** Maximum number of requests, so that an audit of a large account finishes. */
const requestsAtMost = 50;

const answer = z.looseObject({
  data: z.array(z.unknown()),
  meta: z.looseObject({ page: z.looseObject({ after: z.string().nullish() }).nullish() }).nullish(),
});

/** Events of an account, newest first. */
export interface FetchedEvents {
  readonly events: readonly unknown[];
  /** Whether older events in the range were not read. */
  readonly isTruncated: boolean;
}

/**
 * Reads the events of all monitors in a range of minutes, newest first, with at most 50 requests.
 * @param onPage receives the number of events read so far
 * @throws DatadogApiError
 */
export async function fetchAlertEvents(
  api: DatadogApi,
  { from, to }: { readonly from: number; readonly to: number },
  onPage: (read: number) => void = () => undefined,
): Promise<FetchedEvents> {
  const events: unknown[] = [];
  const time = (minute: number) => new Date(minute * 60_000).toISOString();
  let cursor: string | undefined;
  for (let request = 0; request < requestsAtMost; request += 1) {
    const { data: page } = answer.safeParse(
      await api.getJson(path, {
        'filter[query]': 'source:alert',
        'filter[from]': time(from),
        'filter[to]': time(to),
        sort: '-timestamp',
        'page[limit]': pageSize,
        ...(cursor !== undefined && { 'page[cursor]': cursor }),
      }),
    );
    if (page === undefined)
      throw new DatadogApiError(`${path} did not return a list of events; check DD_SITE or DD_HOST`, 'rejected');
    events.push(...page.data);
    onPage(events.length);
    const next = page.meta?.page?.after ?? undefined;
    // a server that ignores the cursor would return the same page again
    if (next === undefined || next === cursor || page.data.length === 0) return { events, isTruncated: false };
    cursor = next;
  }
  return { events, isTruncated: true };
}
