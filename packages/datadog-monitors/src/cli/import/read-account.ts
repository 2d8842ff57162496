import * as z from 'zod';
import { type Found, readMonitor } from '../../import/imported-monitor';
import { type ApiAccess, getJson } from './api-client';

/** Monitors per request. The API accepts at most 1,000 (API reference, "Get all monitors"). */
const pageSize = 200;
/** Most pages that are read: an account has far fewer monitors. */
const mostPages = 500;

const page = z.array(z.unknown(), 'expected a list of monitors');

/**
 * Reads all monitors of an account.
 * @param onPage receives the number of monitors that have been read
 * @throws Error in one line
 */
export async function readAccount(
  access: ApiAccess,
  onPage: (read: number) => void = () => undefined,
): Promise<readonly Found[]> {
  const place = new URL(access.url).host;
  const found: Found[] = [];
  for (let at = 0; at < mostPages; at += 1) {
    const answer = page.safeParse(await getJson(access, `/api/v1/monitor?page=${at}&page_size=${pageSize}`));
    if (answer.data === undefined) throw new Error(`${place}: ${answer.error.issues[0]?.message}; check --api-url`);
    found.push(...answer.data.map((one, entry) => readMonitor(place, one, `entry ${at * pageSize + entry + 1}`)));
    onPage(found.length);
    if (answer.data.length < pageSize) break;
  }
  if (found.length === 0)
    throw new Error(`${place} returned no monitors; check DD_SITE, and whether the application key may read monitors`);
  return found;
}
