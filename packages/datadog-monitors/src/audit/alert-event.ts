import * as z from 'zod';
import type { State } from '../evaluate/severity';

/** Error for an event that does not describe a change of a monitor's state. */
export class AlertEventError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AlertEventError';
  }
}

/** Event that Datadog records when a monitor notifies. */
export interface AlertEvent {
  /** Unique id, which identifies an event that two files contain; undefined if the event has no id. */
  readonly id: string | undefined;
  readonly monitorId: string;
  /** Names of the monitor: with variables (`CPU of {{host.name}}`) and as sent. */
  readonly monitorNames: readonly string[];
  /** Tags of the group: `host:a`, or `*` for a monitor without groups. */
  readonly group: string;
  /** Time in minutes since the epoch, possibly fractional. */
  readonly minute: number;
  readonly state: State;
  /** State before the event; undefined if the event does not contain it. */
  readonly before: State | undefined;
  readonly isRenotification: boolean;
  /** Minutes since the start of the alert; undefined if the event contains no duration. */
  readonly minutesSinceStart: number | undefined;
}

const id = z.union([z.number(), z.string()]).transform(String);
const texts = z.array(z.string()).nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);

const transition = z.looseObject({ transition_type: text, destination_state: text, source_state: text });
const monitor = z.looseObject({
  id: id.optional(),
  name: text,
  templated_name: text,
  groups: texts,
  transition: transition.nullish(),
});
const details = z.looseObject({
  monitor_id: id.nullish(),
  monitor_groups: texts,
  monitor: monitor.nullish(),
  status: text,
  timestamp: z.union([z.number(), z.string()]).nullish(),
  duration: z.number().nullish().catch(undefined),
});
const event = z.looseObject({
  id: id.optional(),
  attributes: z.looseObject({ timestamp: z.union([z.number(), z.string()]).nullish(), attributes: details }),
});

/** States, keyed by their names in transitions and by the statuses of events without a transition, in lower case. */
const states: Readonly<Record<string, State>> = {
  ok: 'OK',
  success: 'OK',
  warn: 'Warn',
  warning: 'Warn',
  alert: 'Alert',
  error: 'Alert',
  'no data': 'No Data',
};

const stateOf = (name: string): State | undefined =>
  Object.hasOwn(states, name.toLowerCase()) ? states[name.toLowerCase()] : undefined;

/**
 * Reads an event with the source `alert`.
 * @throws AlertEventError
 * Source: API reference, "Get a list of events" (version 2), which documents all fields except `monitor.transition`; monitors' events
 * contain `{"transition_type": "alert recovery", "source_state": "Alert", "destination_state": "OK"}`
 */
export function readAlertEvent(json: unknown): AlertEvent {
  const { data } = event.safeParse(json);
  if (data === undefined)
    throw new AlertEventError('is not an event of /api/v2/events: attributes.attributes is missing');
  const { attributes: found, timestamp } = data.attributes;
  const monitorId = found.monitor?.id ?? found.monitor_id;
  if (monitorId === undefined || monitorId === null)
    throw new AlertEventError('has no monitor.id, so no monitor caused it');
  const type = found.monitor?.transition?.transition_type?.toLowerCase() ?? '';
  const name = found.monitor?.transition?.destination_state ?? found.status ?? '';
  const state = stateOf(name);
  if (state === undefined)
    throw new AlertEventError(`has the unknown state "${name}"; expected OK, Warn, Alert or No Data`);
  const groups = found.monitor_groups ?? found.monitor?.groups ?? [];
  return {
    id: data.id,
    monitorId,
    monitorNames: [found.monitor?.templated_name, found.monitor?.name].flatMap((one) => one ?? []),
    group: groups.toSorted().join(',') || '*',
    minute: minuteOf(timestamp ?? found.timestamp ?? undefined),
    state,
    before: stateOf(found.monitor?.transition?.source_state ?? ''),
    isRenotification: type.startsWith('renotif') || type.startsWith('re-'),
    // the API returns nanoseconds
    minutesSinceStart: found.duration ? found.duration / 60e9 : undefined,
  };
}

/** Converts ISO 8601 or milliseconds to minutes. */
function minuteOf(timestamp: number | string | undefined): number {
  const moment = typeof timestamp === 'string' ? Date.parse(timestamp) : (timestamp ?? Number.NaN);
  if (Number.isNaN(moment))
    throw new AlertEventError(`has the invalid timestamp "${timestamp ?? ''}"; expected ISO 8601`);
  return moment / 60_000;
}
