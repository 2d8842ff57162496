import type { Severity } from '../config/environment';

interface Meaning {
  /** Datadog's, 1 the highest (D/monitors/configuration, "Add metadata"). */
  readonly priority: '1' | '2' | '3' | '4' | '5';
  readonly says: string;
}

/** What a severity does. Whom it calls stands in `config/`, environment by environment. */
export const severities: Readonly<Record<Severity, Meaning>> = {
  page: { priority: '1', says: 'Somebody is called now: messages are lost, or commands do not reach their device.' },
  ticket: { priority: '3', says: 'Somebody looks within a working day: nothing is lost yet.' },
};
