import { type AlertEvent, readAlertEvent } from './alert-event';
import { tallyEvents } from './tally-events';

const start = Date.UTC(2026, 10, 27, 20);
/** Returns an API event that occurred the given number of minutes after 20:00 UTC. */
const event = (
  minutes: number,
  state: string,
  { type = 'alert', ...more }: { type?: string; [key: string]: unknown } = {},
) => ({
  type: 'event',
  attributes: {
    timestamp: new Date(start + minutes * 60_000).toISOString(),
    attributes: {
      monitor: {
        id: 7,
        name: 'CPU',
        groups: ['host:a'],
        transition: {
          transition_type: type,
          source_state: type === 'alert recovery' ? 'Alert' : 'OK',
          destination_state: state,
        },
      },
      ...more,
    },
  },
});

describe('readAlertEvent', () => {
  test('reads the monitor, the group, the state and the time', () => {
    const duration = 90 * 60e9;
    expect(readAlertEvent({ id: 'e', ...event(30.5, 'OK', { type: 'alert recovery', duration }) })).toEqual({
      id: 'e',
      monitorId: '7',
      monitorNames: ['CPU'],
      group: 'host:a',
      minute: start / 60_000 + 30.5,
      state: 'OK',
      before: 'Alert',
      isRenotification: false,
      minutesSinceStart: 90,
    });
  });

  test.each([
    ['error', 'Alert'],
    ['warn', 'Warn'],
    ['ok', 'OK'],
    ['success', 'OK'],
  ])('reads the status %s of an event without a transition as %s', (status, state) => {
    const attributes = { monitor_id: 7, status, timestamp: start };
    expect(readAlertEvent({ attributes: { attributes } })).toMatchObject({ state, group: '*', minute: start / 60_000 });
  });

  test.each([
    [{}, /^is not an event of .api.v2.events: attributes\.attributes is missing$/],
    [{ attributes: { attributes: { status: 'ok' } } }, /^has no monitor\.id/],
    [event(0, 'Confused'), /^has the unknown state "Confused"; expected OK, Warn, Alert or No Data$/],
    [{ attributes: { ...event(0, 'OK').attributes, timestamp: 'noon' } }, /^has the invalid timestamp "noon"/],
  ])('rejects %j', (json, message) => {
    expect(() => readAlertEvent(json)).toThrow(message);
  });
});

describe('tallyEvents', () => {
  const tally = (...events: readonly (object | AlertEvent)[]) =>
    tallyEvents(events.map(readAlertEvent), { from: start / 60_000, to: start / 60_000 + 600, timeZone: 'UTC' });

  test('counts pages, pages at night, flapping, and the longest alert; renotifications are pages', () => {
    expect(
      tally(
        event(0, 'Alert'),
        event(20, 'OK', { type: 'alert recovery' }),
        event(45, 'Alert'),
        event(100, 'Alert', { type: 'renotify' }),
        event(130, 'Alert', { type: 'renotify' }),
        event(145, 'OK', { type: 'alert recovery' }),
        event(200, 'No Data', { type: 'no data' }),
        event(60, 'Alert', { monitor_groups: ['host:b'] }),
        event(90, 'OK', { type: 'alert recovery', monitor_groups: ['host:b'] }),
      ),
    ).toEqual({ alerts: 3, minutesInAlert: 120, pages: 6, pagesAtNight: 2, flapping: 1, longestAlert: 100 });
  });

  test.each([
    ['counts an open alert until the end of the range', [event(500, 'Alert')], 100],
    [
      'counts from the start of the range if the alert began before the range',
      [event(30, 'OK', { type: 'alert recovery' })],
      30,
    ],
    [
      'counts an alert from its start if the recovery event contains the duration',
      [event(30, 'OK', { type: 'alert recovery', duration: 3600e9 * 2 })],
      120,
    ],
    [
      'counts an alert from its start if the first event is a renotification',
      [event(30, 'Alert', { type: 'renotify' })],
      600,
    ],
  ])('%s', (_what, events, longestAlert) => {
    expect(tally(...events)).toMatchObject({ alerts: 1, longestAlert });
  });

  test('does not count an alert before a recovery from a warning or from missing data', () => {
    expect(tally(event(30, 'OK', { type: 'warning recovery' }))).toMatchObject({ alerts: 0, longestAlert: 0 });
  });

  test('counts an event only once if two files contain it', () => {
    const alert = { id: 'e', ...event(0, 'Alert') };
    expect(tally(alert, alert)).toMatchObject({ alerts: 1, pages: 1 });
  });
});
