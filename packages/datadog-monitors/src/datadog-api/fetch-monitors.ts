import * as z from 'zod';
import { DatadogApiError } from './api-error';
import type { DatadogApi } from './datadog-api';

const pageSize = 100;
/** Maximum number of pages; a server that returns more is presumably faulty. */
const pagesAtMost = 1000;

/**
 * Returns the JSON of all monitors of an account.
 * @param onPage receives the number of monitors read so far
 * @throws DatadogApiError
 */
export async function fetchMonitors(
  api: DatadogApi,
  onPage: (read: number) => void = () => undefined,
): Promise<readonly unknown[]> {
  const monitors: unknown[] = [];
  for (let page = 0; page < pagesAtMost; page += 1) {
    const { data } = z
      .array(z.unknown())
      .safeParse(await api.getJson('/api/v1/monitor', { page, page_size: pageSize, with_downtimes: 'true' }));
    if (data === undefined)
      throw new DatadogApiError(
        '/api/v1/monitor did not return a list of monitors; check DD_SITE or DD_HOST',
        'rejected',
      );
    monitors.push(...data);
    onPage(monitors.length);
    if (data.length < pageSize) return monitors;
  }
  throw new DatadogApiError(`/api/v1/monitor returned more than ${pagesAtMost} pages`, 'rejected');
}
