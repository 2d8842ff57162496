import type { DeclaredMonitor } from '@himeshima/constructs/monitors';
import { series } from '@himeshima/datadog-monitors';
import { deadLettersExpiring, deadLettersWaiting } from './sqs';
import { simulated } from './testing';

/** Returns the notifications between midnight and noon in Tokyo, on a Tuesday, for a problem that starts at one o'clock. */
function notificationsOf(monitor: DeclaredMonitor): readonly string[] {
  const { notifications } = simulated(monitor, {
    series: [
      series('aws.sqs.approximate_number_of_messages_visible{queuename:rule-errors}', '0x59 1x660'),
      series('aws.sqs.approximate_age_of_oldest_message{queuename:rule-errors}', '0x59 864000x660'),
    ],
    minutes: 719,
    start: '2026-12-01T00:00:00+09:00',
  });
  return notifications.map(({ minute, transition }) => `${minute / 60} h ${transition}`);
}

describe('severities', () => {
  test('a ticket at night notifies once, when working hours begin', () => {
    expect(deadLettersWaiting.severity).toBe('ticket');
    expect(notificationsOf(deadLettersWaiting)).toEqual(['9 h alert']);
  });

  test('a page notifies immediately and stops renotifying after two hours', () => {
    expect(deadLettersExpiring.severity).toBe('page');
    const notifications = notificationsOf(deadLettersExpiring);
    expect(notifications[0]).toBe('1.25 h alert');
    expect(notifications.slice(1)).toHaveLength(12);
    expect(notifications.at(-1)).toBe('3.25 h renotify');
  });
});
