import { wordsOf } from './name-words';

/** Providers whose resources monitor systems and notify on-call staff. */
const providers: ReadonlySet<string> = new Set(
  'betteruptime checkly coralogix datadog dynatrace grafana honeycombio incident logzio newrelic opsgenie pagerduty pingdom rootly signalfx squadcast statuscake uptimerobot victorops'.split(
    ' ',
  ),
);

const monitoring =
  /^(?:alerts?|alerting|alarms?|monitors?|monitoring|notifications?|notifier|dashboards?|boards?|detectors?|uptime|synthetics?|canary|test|healthcheck|health|slo|saved|vulnerability)$/;

const muting = /^(?:mute|muting|silence|downtime|maintenance|inhibition|suppression)$/;

const excluding = /_exclusion(?:_filter)?$/;

/** Returns whether a resource of this type shows or reports problems: an alarm, a notification, a synthetic test, a dashboard. */
export function isMonitoringType(type: string): boolean {
  const [provider = '', ...own] = wordsOf(type);
  return providers.has(provider) || own.some((word) => monitoring.test(word));
}

/** Returns whether a resource of this type suppresses alerts or log events while it is enabled. */
export const isMutingType = (type: string): boolean =>
  excluding.test(type) || (isMonitoringType(type) && wordsOf(type).some((word) => muting.test(word)));

/** Returns whether a block of this name suppresses alerts or log events while it is enabled. */
export const isMutingBlock = (name: string): boolean =>
  wordsOf(name).some((word) => muting.test(word) || /^(?:exclusions?|excluded|silences|suppressions)$/.test(word));

/** Returns whether resources of a type only show data. */
export const isDashboardType = (type: string): boolean => /_dashboard(?:_json|_v\d+)?$/.test(type);
