import * as z from 'zod';
import type { DatadogApi } from '../datadog-api/datadog-api';
import { shownResources } from '../import/declared-resource';
import { type DowntimeSchedule, readDowntimeSchedule } from '../routing/downtime-schedule';
import { type NotificationRule, readNotificationRule } from '../routing/notification-rule';
import { RecurrenceError } from '../routing/recurrence';
import { TagSearchError } from '../routing/tag-search';
import { blocksIn } from '../terraform/blocks';
import type { ReadPath } from './read-documents';

/** Notification rules, downtimes, and one problem line per unreadable rule or downtime. */
export interface RoutingRules {
  readonly rules: readonly NotificationRule[];
  readonly downtimes: readonly DowntimeSchedule[];
  /** One line for each rule or downtime that could not be read. */
  readonly problems: readonly string[];
}

interface RoutingDocument {
  readonly kind: 'rule' | 'downtime';
  readonly id: string;
  readonly attributes: unknown;
}

/** Reads the notification rules and downtimes in Terraform, plans, states, and API responses. Ignores everything else in the files. */
export const routingRulesIn = (paths: readonly ReadPath[]): RoutingRules =>
  readAll(paths.flatMap(({ files }) => files.flatMap(({ documents }) => documents.flatMap(found))));

/** Returns whether a document contains notification rules or downtimes. */
export const hasRoutingRules = (json: unknown): boolean => found(json).length > 0;

/** Reads all notification rules and downtimes of an account. @throws DatadogApiError */
export async function routingRulesOf(api: DatadogApi): Promise<RoutingRules> {
  const [rules, downtimes] = await Promise.all([
    pagesOf(api, '/api/v2/monitor/notification_rule', (page) => ({ page, per_page: pageSize })),
    pagesOf(api, '/api/v2/downtime', (page) => ({ 'page[limit]': pageSize, 'page[offset]': page * pageSize })),
  ]);
  return readAll([
    ...rules.map(({ id, attributes }) => ({ kind: 'rule', id, attributes }) as const),
    ...downtimes.map(({ id, attributes }) => ({ kind: 'downtime', id, attributes }) as const),
  ]);
}

const pageSize = 100;
/** Maximum number of pages; an organization has at most 1,000 rules. */
const pagesAtMost = 100;

const entry = z.looseObject({ id: z.string(), type: z.string().optional(), attributes: z.unknown() });
const answer = z.object({ data: z.array(entry) });

async function pagesOf(api: DatadogApi, path: string, parameters: (page: number) => Readonly<Record<string, number>>) {
  const entries: z.infer<typeof entry>[] = [];
  for (let page = 0; page < pagesAtMost; page += 1) {
    const { data = [] } = answer.safeParse(await api.getJson(path, parameters(page))).data ?? {};
    // a server that ignores the page would repeat the first entry
    if (data.length === 0 || entries.some(({ id }) => id === data[0]?.id)) break;
    entries.push(...data);
    if (data.length < pageSize) break;
  }
  return entries;
}

function readAll(all: readonly RoutingDocument[]): RoutingRules {
  const rules: NotificationRule[] = [];
  const downtimes: DowntimeSchedule[] = [];
  const problems: string[] = [];
  for (const { kind, id, attributes } of all) {
    try {
      if (kind === 'rule') rules.push(readNotificationRule(attributes));
      else downtimes.push(readDowntimeSchedule(id, attributes));
    } catch (error) {
      problems.push(`${kind} ${id} is ignored: ${reasonOf(error)}`);
    }
  }
  return { rules, downtimes, problems };
}

function reasonOf(error: unknown): string {
  if (error instanceof TagSearchError || error instanceof RecurrenceError) return error.message;
  if (!(error instanceof z.ZodError)) throw error;
  const [issue] = error.issues;
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
}

const kinds: Readonly<Record<string, RoutingDocument['kind']>> = {
  datadog_monitor_notification_rule: 'rule',
  datadog_downtime_schedule: 'downtime',
  'monitor-notification-rule': 'rule',
  downtime: 'downtime',
};

const terraform = z.looseObject({ resource: z.unknown() });

function found(json: unknown): readonly RoutingDocument[] {
  const ofTerraform = blocksIn(terraform.safeParse(json).data?.resource).flatMap((resources) =>
    Object.entries(resources).flatMap(([type, named]) =>
      blocksIn(named)
        .flatMap(Object.entries)
        .flatMap(([id, block]) => foundIn(type, id, blocksIn(block)[0])),
    ),
  );
  const ofApi = (answer.safeParse(json).data?.data ?? []).flatMap(({ id, type = '', attributes }) =>
    foundIn(type, id, attributes),
  );
  const shown = shownResources(json).flatMap(({ type, address, values }) => foundIn(type, address, values));
  return [...ofTerraform, ...ofApi, ...shown];
}

function foundIn(type: string, id: string, attributes: unknown): readonly RoutingDocument[] {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return kind === undefined ? [] : [{ kind, id, attributes }];
}
