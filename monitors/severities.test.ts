import { catalogue, series, simulate, sourceOf } from '@himeshima/datadog-monitors';
import { definitionOf } from './authoring/definition';
import type { DeclaredMonitor } from './authoring/monitor';
import { severities, workingHours } from './severities';
import { deadLettersExpiring, deadLettersWaiting } from './sqs';

/** What is heard of a monitor from midnight to noon while something is wrong from one o'clock on. */
function heardFrom(monitor: DeclaredMonitor): readonly string[] {
  const night = { from: 0, to: workingHours.from * 60, tags: {} };
  const { notifications } = simulate(
    definitionOf(monitor),
    sourceOf(
      series('aws.sqs.approximate_number_of_messages_visible{queuename:rule-errors}', '0x59 1x660'),
      series('aws.sqs.approximate_age_of_oldest_message{queuename:rule-errors}', '0x59 864000x660'),
    ),
    { to: 719, catalogue, downtimes: severities[monitor.severity].hears === 'at any hour' ? [] : [night] },
  );
  return notifications.map(({ minute, transition }) => `${minute / 60} h ${transition}`);
}

describe('a severity', () => {
  test('a ticket of the night is told when work begins, and once', () => {
    expect(deadLettersWaiting.severity).toBe('ticket');
    expect(heardFrom(deadLettersWaiting)).toEqual(['9 h alert']);
  });

  test('a page wakes somebody when it happens, and ends by itself after two hours', () => {
    expect(deadLettersExpiring.severity).toBe('page');
    const heard = heardFrom(deadLettersExpiring);
    expect(heard[0]).toBe('1.25 h alert');
    expect(heard.slice(1)).toHaveLength(12);
    expect(heard.at(-1)).toBe('3.25 h renotify');
  });
});
