import { series } from '@himeshima/datadog-monitors';
import {
  lambdaConcurrency,
  lambdaErrors,
  lambdaEventsLate,
  lambdaFailuresLost,
  lambdaSlow,
  lambdaThrottles,
} from './lambda';
import { describeMonitorBehavior, keepsState } from './testing';

const of = (metric: string, values: string) => series(`aws.lambda.${metric}{functionname:meter-reading}`, values);

/** Monitor of a count, its metric, and the number of events within 15 minutes that triggers an alert. */
const counts = [
  [lambdaErrors, 'errors', 6],
  [lambdaThrottles, 'throttles', 10],
  [lambdaFailuresLost, 'destination_delivery_failures', 1],
] as const;
for (const [monitor, metric, count] of counts)
  describeMonitorBehavior(monitor, {
    minutes: 29,
    fires: {
      when: `the count reaches ${count} within 15 minutes`,
      series: [of(metric, `0x4 ${count} 0x24`)],
      notifications: ['20m functionname:meter-reading alert'],
    },
    staysOk: { when: `the count reaches only ${count - 1}`, series: [of(metric, `0x4 ${count - 1} 0x25`)] },
    withoutData: keepsState(of(metric, '_x30')),
  });

/** Monitor of a maximum, its metric, the value that triggers an alert, and the value below which the monitor recovers. */
const maxima = [
  [lambdaConcurrency, 'concurrent_executions.maximum', 800, 500],
  [lambdaSlow, 'duration.maximum', 8000, 5000],
  [lambdaEventsLate, 'async_event_age.maximum', 3_600_000, 500_000],
] as const;
for (const [monitor, metric, value, low] of maxima)
  describeMonitorBehavior(monitor, {
    fires: {
      when: `the largest value reaches ${value}`,
      series: [of(metric, `${low}x4 ${value} ${low}x55`)],
      notifications: ['20m functionname:meter-reading alert', '35m functionname:meter-reading recovery'],
    },
    staysOk: { when: 'the largest value stays one below the threshold', series: [of(metric, `${value - 1}x60`)] },
    withoutData: keepsState(of(metric, `${low}x4 _x56`)),
  });
