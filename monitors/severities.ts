import type { Severity } from '../config/environment';

/**
 * What a severity does. Whom it calls stands in `config/`, environment by environment.
 * Priorities are Datadog's, 1 the highest (D/monitors/configuration, "Add metadata").
 */
export const severities: Readonly<Record<Severity, { readonly priority: string; readonly means: string }>> = {
  page: {
    priority: '1',
    means: 'Somebody is called now: messages are being lost, or a command did not reach its device.',
  },
  ticket: { priority: '3', means: 'Somebody looks at it within a working day: nothing is lost yet.' },
};
