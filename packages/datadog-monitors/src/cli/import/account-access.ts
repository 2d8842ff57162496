import type { ApiAccess } from './api-client';

/** Environment variables with the access to an account, as in Datadog's own tools. */
export interface AccessVariables {
  readonly DD_API_KEY?: string | undefined;
  readonly DD_APP_KEY?: string | undefined;
  readonly DD_SITE?: string | undefined;
}

/** Returns the site of an account. Source: docs.datadoghq.com/getting_started/site */
export const siteOf = ({ DD_SITE: site }: AccessVariables): string => site?.trim() || 'datadoghq.com';

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Returns the access to the API. @param url replaces the address of the site. @throws Error in one line */
export function accessOf(variables: AccessVariables, url: string | undefined): ApiAccess {
  const { DD_API_KEY: apiKey, DD_APP_KEY: appKey } = variables;
  if (!apiKey || !appKey) {
    const missing = [...(apiKey ? [] : ['DD_API_KEY']), ...(appKey ? [] : ['DD_APP_KEY'])].join(' and ');
    throw new Error(`${missing} must be set; create keys in Organization Settings, with the scope monitors_read`);
  }
  return { url: checkedUrl(url ?? `https://api.${siteOf(variables)}`), apiKey, appKey };
}

function checkedUrl(given: string): string {
  const url = parsed(given);
  if (url === null || url.username !== '' || url.search !== '')
    throw new Error(`invalid API address "${given}": expected for example https://api.datadoghq.eu`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.has(url.hostname)))
    throw new Error(`invalid API address "${given}": expected https, because the keys are sent to it`);
  return url.href.replace(/\/$/, '');
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
