import { type ApiAccess, apiAccessIn } from '../../datadog-api/api-access';
import { DatadogApiError } from '../../datadog-api/api-error';
import { createDatadogApi } from '../../datadog-api/datadog-api';
import { fetchMonitors } from '../../datadog-api/fetch-monitors';
import { type ImportOutcome, readMonitor } from '../../import/imported-monitor';

/**
 * Reads all monitors of an account.
 * @param onPage receives the number of monitors that have been read
 * @throws Error with a one-line message
 */
export async function readAccount(
  access: ApiAccess,
  onPage: (read: number) => void = () => undefined,
): Promise<readonly ImportOutcome[]> {
  const place = new URL(access.url).host;
  const monitors = await fetchMonitors(createDatadogApi(access), onPage);
  if (monitors.length === 0)
    throw new Error(`${place} returned no monitors; check DD_SITE, and whether the application key may read monitors`);
  return monitors.map((one, at) => readMonitor(place, one, `entry ${at + 1}`));
}

/**
 * Returns the API address and keys from DD_API_KEY, DD_APP_KEY and DD_SITE.
 * @param url address to use instead of the site's address
 * @throws DatadogApiError
 */
export function accountAccess(environment: Readonly<Record<string, string | undefined>>, url?: string): ApiAccess {
  const access = apiAccessIn({ ...environment, ...(url !== undefined && { DD_HOST: url }) });
  if (access !== undefined) return access;
  throw new DatadogApiError(
    'DD_API_KEY and DD_APP_KEY must be set; create keys in Organization Settings, with the scope monitors_read',
    'access',
  );
}
