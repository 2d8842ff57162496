import { series } from '@himeshima/datadog-monitors';
import {
  messageStoredBurnsFast,
  messageStoredBurnsSlowly,
  messageStoredFailing,
  messagesEnough,
} from './message-burn-rates';
import { describeMonitorBehavior } from './testing';

const reports = (stored: string, inTime: string) => [
  series('himeshima.power_report_stored', stored),
  series('himeshima.power_report_stored_in_time', inTime),
  series('aws.lambda.async_events_dropped{functionname:power-on}', '0x500'),
];

const nothing = { when: 'there are no reports', notifications: [] };

describeMonitorBehavior(messageStoredBurnsFast, {
  minutes: 240,
  fires: {
    when: 'a third of the reports are late for an hour',
    series: reports('9x240', '9x60 6x70 9x110'),
    notifications: ['86m alert', '149m recovery'],
  },
  staysOk: { when: '14.3% of reports are always late', series: reports('1000x240', '857x240') },
  withoutData: { ...nothing, series: reports('_x240', '_x240') },
});

describeMonitorBehavior(messagesEnough, {
  minutes: 120,
  fires: { when: 'two reports arrive per minute', series: reports('2x120', '2x120'), notifications: ['64m alert'] },
  staysOk: { when: 'one report arrives per minute', series: reports('1x120', '1x120') },
  withoutData: { when: 'there are no reports', series: reports('_x120', '_x120'), notifications: [] },
});

describeMonitorBehavior(messageStoredFailing, {
  minutes: 240,
  fires: {
    when: 'a third of a large number of reports are late',
    series: reports('9x240', '9x60 6x70 9x110'),
    notifications: [
      '86m alert',
      ...[96, 106, 116, 126, 136, 146].map((minute) => `${minute}m renotify`),
      '149m recovery',
    ],
  },
  staysOk: {
    when: 'the only four reports of an hour are late',
    series: reports('0x60 1 0x14 1 0x14 1 0x14 1 0x134', '0x240'),
  },
  withoutData: { ...nothing, series: reports('_x240', '_x240') },
});

describeMonitorBehavior(messageStoredBurnsSlowly, {
  minutes: 480,
  fires: {
    when: '11% of reports are late for hours',
    series: reports('9x480', '9x60 8x360 9x60'),
    notifications: ['132m alert', '435m recovery'],
  },
  staysOk: { when: '5.9% of reports are always late', series: reports('1000x480', '941x480') },
  withoutData: { ...nothing, series: reports('_x480', '_x480') },
});
