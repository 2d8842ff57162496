import * as z from 'zod';
import type { Severity } from '../../config/environment';
import { severities } from '../severities';
import type { About, Declared } from './about';

const text = z.string().min(1, 'must not be empty');

const about = {
  id: text,
  name: text,
  query: text,
  severity: z.enum(Object.keys(severities)),
  runbook: text,
  happened: text,
  matters: text,
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

/** What may be written about each kind. Types say the same; synth does not wait for them, and they see no misspelt key. */
const shapes = {
  'metric alert': z.strictObject({
    ...about,
    critical: number,
    warning: number,
    criticalRecovery: number,
    warningRecovery: number,
    settings: settings.optional(),
  }),
  'log alert': z.strictObject({ ...about, warning: number, onMissingData: missing }),
  'service check': z.strictObject({
    ...about,
    runs: z.strictObject({ critical: z.number(), warning: number, ok: number }),
  }),
  'slo alert': z.strictObject({ ...about, warning: number }),
  composite: z.strictObject(about),
} as const;

/** What was written, and what is wrong with it: synth refuses that, with the place of the call. */
export function declaredAs(kind: keyof typeof shapes, written: About): Declared & { readonly severity: Severity } {
  const { error } = shapes[kind].safeParse(written);
  const faults = (error?.issues ?? []).map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  const severity = Object.hasOwn(severities, written.severity) ? written.severity : 'ticket';
  return { declared: new Error(written.id), faults, severity };
}
