import * as z from 'zod';
import type { Severity } from '../../config/environment';
import { severities } from '../severities';
import type { Declared, MonitorProps } from './monitor-props';

const text = z.string().min(1, 'must not be empty');

const common = {
  id: text,
  name: text,
  query: text,
  severity: z.enum(Object.keys(severities)),
  runbook: text,
  summary: text,
  impact: text,
  accepts: z.record(z.string(), text).optional(),
};

const number = z.number().optional();
const flag = z.boolean().optional();
const missing = z.string().optional();

const settings = z.strictObject({
  evaluationDelay: number,
  newHostDelay: number,
  timeoutH: number,
  requireFullWindow: flag,
  renotifyInterval: number,
  renotifyOccurrences: number,
  notifyAudit: flag,
  includeTags: flag,
  locked: flag,
  notifyNoData: flag,
  noDataTimeframe: number,
  onMissingData: missing,
});

/** Schema of each kind. The types require the same, but synth runs without type checking, and types do not catch misspelt keys. */
const schemas = {
  'metric alert': z.strictObject({
    ...common,
    critical: number,
    warning: number,
    criticalRecovery: number,
    warningRecovery: number,
    settings: settings.optional(),
  }),
  'log alert': z.strictObject({ ...common, warning: number, onMissingData: missing }),
  'service check': z.strictObject({
    ...common,
    runs: z.strictObject({ critical: z.number(), warning: number, ok: number }),
  }),
  'slo alert': z.strictObject({ ...common, warning: number }),
  composite: z.strictObject(common),
} as const;

/** Records where a monitor is declared and how it violates its schema. Synth rejects violations with file and line. */
export function validateProps(
  kind: keyof typeof schemas,
  props: MonitorProps,
): Declared & { readonly severity: Severity } {
  const { error } = schemas[kind].safeParse(props);
  const faults = (error?.issues ?? []).map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  const severity = Object.hasOwn(severities, props.severity) ? props.severity : 'ticket';
  return { declared: new Error(props.id), faults, severity };
}
