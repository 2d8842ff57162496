import {
  type ApiMonitor,
  ApiMonitorError,
  apiMonitorOf,
  describeApiMonitor,
  readApiMonitor,
  type Simulation,
  simulate,
  sourceOf,
  type TestSeries,
} from '@himeshima/datadog-monitors';
import type * as z from 'zod';
import { datadogMonitorSchema } from './datadog-monitor-schema';

export type DatadogMonitorProps = Readonly<z.infer<typeof datadogMonitorSchema>>;

/** Monitor that is declared exactly as Datadog stores it. */
export interface DatadogMonitor extends DatadogMonitorProps {
  /** JSON of the API; undefined if the properties are invalid, which synth reports. */
  readonly api: ApiMonitor | undefined;
  /** Error whose stack contains the call that declared the monitor. */
  readonly declared: Error;
  /** Violations of the schema. */
  readonly faults: readonly string[];
}

/**
 * Declares an existing monitor exactly as Datadog stores it. Unlike `metricAlert` and the other kinds, it adds no
 * runbook, severity, handles or tags.
 */
export function datadogMonitor(props: DatadogMonitorProps): DatadogMonitor {
  const declared = new Error(props.id);
  const { error } = datadogMonitorSchema.safeParse(props);
  const faults = (error?.issues ?? []).map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  if (faults.length > 0) return { ...props, api: undefined, declared, faults };
  const { id: _id, datadogId: _datadogId, movedFrom: _movedFrom, ...properties } = props;
  try {
    return { ...props, api: apiMonitorOf(properties), declared, faults };
  } catch (reason) {
    if (!(reason instanceof ApiMonitorError)) throw reason;
    return { ...props, api: undefined, declared, faults: [reason.message] };
  }
}

/** Describes a monitor in sentences, for the monitor's tests. @throws Error if the properties or the query are invalid */
export function describeDatadogMonitor(monitor: DatadogMonitor): string {
  const text = describeApiMonitor(apiOf(monitor));
  if (text === undefined)
    throw new Error(`monitor ${monitor.id} cannot be described, because its query or options are invalid`);
  return text;
}

/**
 * Simulates a monitor over series, for the monitor's tests: `expect(run).toAlertAt('20m')`.
 * @param run series, and the last minute of the simulation
 * @throws Error if the properties are invalid
 */
export const simulateDatadogMonitor = (
  monitor: DatadogMonitor,
  run: { readonly series: readonly TestSeries[]; readonly minutes: number },
): Simulation => simulate(readApiMonitor(apiOf(monitor)), sourceOf(...run.series), { to: run.minutes });

function apiOf({ id, api, faults }: DatadogMonitor): ApiMonitor {
  if (api === undefined) throw new Error(`monitor ${id} is invalid: ${faults.join('; ')}`);
  return api;
}
