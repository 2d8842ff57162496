import type { Severity } from '../config/environment';
import type { CommonSettings } from './authoring/about';

/** A state that a message may tell of. */
export type Told = 'alert' | 'no data' | 'recovery';

interface Meaning {
  /** Datadog's, 1 the highest (D/monitors/configuration, "Add metadata"). */
  readonly priority: '1' | '2' | '3' | '4' | '5';
  readonly says: string;
  /**
   * The states of which those whom `config/` names are told. A warning is among none of them: whoever reads along sees
   * it (stacks/destinations.ts). A recovery closes what the alert opened (D/integrations/pagerduty).
   */
  readonly calls: readonly Told[];
  /** How often it is said again while it lasts. It ends, so that a forgotten monitor does not ring for ever. */
  readonly renotify: Pick<CommonSettings, 'renotifyInterval' | 'renotifyOccurrences'>;
  /** Outside of working hours a monitor is muted, and what still alerts when they begin is told then. */
  readonly hears: 'at any hour' | 'in working hours';
}

/** What a severity does. Whom it calls stands in `config/`, environment by environment. */
export const severities: Readonly<Record<Severity, Meaning>> = {
  page: {
    priority: '1',
    says: 'Somebody is called now: messages are lost, or commands do not reach their device.',
    calls: ['alert', 'no data', 'recovery'],
    // Every 10 minutes as in the talk, for two hours: by then PagerDuty has gone through its whole rota.
    renotify: { renotifyInterval: 10, renotifyOccurrences: 12 },
    hears: 'at any hour',
  },
  ticket: {
    priority: '3',
    says: 'Somebody looks within a working day: nothing is lost yet.',
    calls: ['alert', 'no data', 'recovery'],
    // Once a day for a working week.
    renotify: { renotifyInterval: 1440, renotifyOccurrences: 5 },
    hears: 'in working hours',
  },
  signal: {
    priority: '5',
    says: 'Nobody is called: a composite asks for it.',
    calls: [],
    renotify: { renotifyInterval: 0 },
    hears: 'at any hour',
  },
};

/** When tickets are read. Hours of the day in `timezone`, from Monday to Friday. */
export const workingHours = { from: 9, to: 18, timezone: 'Asia/Tokyo' } as const;
