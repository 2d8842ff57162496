import { handlesIn, type MonitorDefinition } from '@himeshima/datadog-monitors';
import { type Phrase, say, words } from '../phrase';

/** Urgency of a monitor, according to its tags, its priority or its recipients. */
export interface Urgency {
  /** Rank of the monitor in a list, from 0 (pages) to 3 (least urgent). */
  readonly rank: number;
  /** Source of the rank: `severity:page`, `P1` or `pages`. Empty if nothing indicates the urgency. */
  readonly label: Phrase;
}

/** Recipients that call or wake people. */
const pagingHandles =
  /^@(?:pagerduty|opsgenie|victorops|splunk-?on-?call|on-?call|incidentio|rootly|firehydrant|xmatters)/i;

const severityTag = /^(?:severity|sev|urgency|priority):(.+)$/i;

const ranks: readonly (readonly [RegExp, number])[] = [
  [/^(?:page|critical|crit|urgent|emergency|highest|(?:sev|p)?-?[01])$/i, 0],
  [/^(?:high|major|error|(?:sev|p)?-?2)$/i, 1],
  [/^(?:low|minor|info|ticket|lowest|(?:sev|p)?-?[45])$/i, 3],
];

const unknownRank = 2;

/** Returns the urgency of a monitor. A tag takes precedence over the priority, and the priority over the recipients. */
export function urgencyOf({ priority, tags, message }: MonitorDefinition): Urgency {
  const tag = tags.find((one) => severityTag.test(one));
  const [, level] = severityTag.exec(tag ?? '') ?? [];
  if (tag !== undefined && level !== undefined) return { rank: rankOf(level), label: say`${tag}` };
  if (priority !== undefined) return { rank: rankOf(String(priority)), label: words(`P${priority}`) };
  const pages = handlesIn(message).some((handle) => pagingHandles.test(handle));
  return pages ? { rank: 0, label: words('pages') } : { rank: unknownRank, label: [] };
}

const rankOf = (level: string): number => ranks.find(([pattern]) => pattern.test(level))?.[1] ?? unknownRank;
