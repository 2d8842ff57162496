import * as z from 'zod';
import { DatadogApiError } from './api-error';

/** Address and keys of Datadog's API. */
export interface ApiAccess {
  /** Base address without a trailing slash, for example `https://api.datadoghq.eu`. */
  readonly url: string;
  readonly apiKey: string;
  readonly appKey: string;
}

/** Matches the name of a Datadog site. Source: docs.datadoghq.com/getting_started/site */
const siteForm = /^[a-z0-9]+(?:[.-][a-z0-9]+)+$/i;

const variables = z.object({
  DD_API_KEY: z.string().optional(),
  DD_APP_KEY: z.string().optional(),
  DD_SITE: z.string().optional(),
  DD_HOST: z.string().optional(),
});

/**
 * Reads the address and keys of Datadog's API from the variables that the Terraform provider and Datadog's tools use:
 * `DD_API_KEY`, `DD_APP_KEY`, and `DD_SITE` (default: datadoghq.com) or the complete address `DD_HOST`.
 * @returns undefined if no key is set
 * @throws DatadogApiError if only one key is set, or the site is invalid
 */
export function apiAccessIn(environment: Readonly<Record<string, string | undefined>>): ApiAccess | undefined {
  const { DD_API_KEY: apiKey = '', DD_APP_KEY: appKey = '', DD_SITE, DD_HOST } = variables.parse(environment);
  if (apiKey === '' && appKey === '') return undefined;
  const missing = apiKey === '' ? 'DD_API_KEY' : appKey === '' ? 'DD_APP_KEY' : undefined;
  if (missing !== undefined)
    throw new DatadogApiError(`${missing} is not set; reading from Datadog needs both keys`, 'access');
  return { url: DD_HOST ? hostIn(DD_HOST) : `https://api.${siteIn(DD_SITE || 'datadoghq.com')}`, apiKey, appKey };
}

function siteIn(site: string): string {
  if (siteForm.test(site)) return site;
  throw new DatadogApiError(`invalid DD_SITE "${site}": expected a site, for example datadoghq.eu`, 'access');
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Parses an address. Keys are sent only over HTTPS, except to this machine. @throws DatadogApiError */
function hostIn(host: string): string {
  const url = URL.canParse(host) ? new URL(host) : undefined;
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && loopback.test(url.hostname)))
    throw new DatadogApiError(
      `invalid DD_HOST "${host}": expected an https address, for example https://api.datadoghq.eu`,
      'access',
    );
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
