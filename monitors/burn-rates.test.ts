import { series } from '@himeshima/datadog-monitors';
import {
  apiBurnsFast,
  apiBurnsSlowly,
  apiFailing,
  apiLateBurnsFast,
  apiLateBurnsSlowly,
  commandBurnsFast,
  commandBurnsSlowly,
  commandFailing,
  commandsEnough,
  messageStoredBurnsFast,
  messageStoredBurnsSlowly,
  messageStoredFailing,
  messagesEnough,
  requestsEnough,
} from './burn-rates';
import { describeMonitorBehavior, simulated } from './testing';

const reports = (stored: string, inTime: string) => [
  series('himeshima.power_report_stored', stored),
  series('himeshima.power_report_stored_in_time', inTime),
  series('aws.lambda.async_events_dropped{functionname:power-on}', '0x500'),
];

const commands = (ended: string, succeeded: string) => [
  series('himeshima.command_ended', ended),
  series('himeshima.command_succeeded', succeeded),
];

const requests = (all: string, failed: string) => [
  series('aws.apigateway.count{stage:v1}', all),
  series('aws.apigateway.5xxerror{stage:v1}', failed),
];

const answers = (all: string, inTime: string) => [
  series('himeshima.api_answered', all),
  series('himeshima.api_answered_in_time', inTime),
];

const nothing = { when: 'there are no reports', notifications: [] };

describeMonitorBehavior(messageStoredBurnsFast, {
  minutes: 240,
  fires: {
    when: 'a third of the reports are late for an hour',
    series: reports('9x240', '9x60 6x70 9x110'),
    notifications: ['86m alert', '149m recovery'],
  },
  staysOk: { when: '14.3 % are late permanently', series: reports('1000x240', '857x240') },
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
    when: '11 % are late for hours',
    series: reports('9x480', '9x60 8x360 9x60'),
    notifications: ['132m alert', '435m recovery'],
  },
  staysOk: { when: '5.9 % are late permanently', series: reports('1000x480', '941x480') },
  withoutData: { ...nothing, series: reports('_x480', '_x480') },
});

describeMonitorBehavior(commandBurnsFast, {
  minutes: 240,
  fires: {
    when: '75 % of commands fail for an hour',
    series: commands('4x240', '4x60 1x70 4x110'),
    notifications: ['118m alert', '133m recovery'],
  },
  staysOk: { when: '71.9 % fail', series: commands('1000x240', '281x240') },
  withoutData: { when: 'there are no commands', series: commands('_x240', '_x240'), notifications: [] },
});

describeMonitorBehavior(commandsEnough, {
  minutes: 180,
  fires: {
    when: 'one command ends per minute',
    series: commands('1x60 0x120', '1x60 0x120'),
    notifications: ['64m alert', '86m recovery'],
  },
  staysOk: { when: '49 commands end within an hour', series: commands('49 0x119', '49 0x119') },
  withoutData: { when: 'there are no commands', series: commands('_x120', '_x120'), notifications: [] },
});

describeMonitorBehavior(commandFailing, {
  minutes: 240,
  fires: {
    when: '75 % of a large number of commands fail',
    series: commands('4x240', '4x60 1x70 4x110'),
    notifications: ['118m alert', '128m renotify', '133m recovery'],
  },
  staysOk: {
    when: 'the only three commands of a night fail',
    series: commands('0x60 1 0x9 1 0x9 1 0x159', '0x240'),
  },
  withoutData: { when: 'there are no commands', series: commands('_x240', '_x240'), notifications: [] },
});

describeMonitorBehavior(commandBurnsSlowly, {
  minutes: 480,
  fires: {
    when: '40 % of commands fail for hours',
    series: commands('5x480', '5x60 3x360 5x60'),
    notifications: ['243m alert', '429m recovery'],
  },
  staysOk: { when: '29.9 % fail', series: commands('1000x480', '701x480') },
  withoutData: { when: 'there are no commands', series: commands('_x480', '_x480'), notifications: [] },
});

const noRequests = { when: 'there are no requests', notifications: [] };

describeMonitorBehavior(apiBurnsFast, {
  minutes: 240,
  fires: {
    when: '10 % of requests fail for an hour',
    series: requests('10x240', '0x60 1x70 0x110'),
    notifications: ['104m alert', '140m recovery'],
  },
  staysOk: { when: '7.1 % fail permanently', series: requests('1000x240', '71x240') },
  withoutData: { ...noRequests, series: requests('_x240', '_x240') },
});

describeMonitorBehavior(apiLateBurnsFast, {
  minutes: 240,
  fires: {
    when: 'a third of the answers are late for an hour',
    series: answers('9x240', '9x60 6x70 9x110'),
    notifications: ['86m alert', '149m recovery'],
  },
  staysOk: { when: '14.3 % are late permanently', series: answers('1000x240', '857x240') },
  withoutData: { ...noRequests, series: answers('_x240', '_x240') },
});

describeMonitorBehavior(requestsEnough, {
  minutes: 180,
  fires: {
    when: 'four requests arrive per minute',
    series: requests('4x120 0x60', '0x180'),
    notifications: ['64m alert', '146m recovery'],
  },
  staysOk: { when: '199 requests arrive within an hour', series: requests('0x20 199 0x99', '0x120') },
  withoutData: { ...noRequests, series: requests('_x120', '_x120') },
});

test('requests_enough adds up the requests of all APIs', () => {
  const asked = (api: string) => series(`aws.apigateway.count{apiname:${api},stage:v1}`, '0x9 100 0x30');
  const run = simulated(requestsEnough, { series: [asked('himeshima'), asked('another')], minutes: 40 });
  expect(run).toAlertAt('25m');
});

describeMonitorBehavior(apiFailing, {
  minutes: 240,
  fires: {
    when: '10 % of a large number of requests fail',
    series: [...requests('10x240', '0x60 1x70 0x110'), ...answers('10x240', '10x240')],
    notifications: ['104m alert', '114m renotify', '124m renotify', '134m renotify', '140m recovery'],
  },
  staysOk: {
    when: 'the only four requests of an hour fail',
    series: [
      ...requests('0x60 1 0x14 1 0x14 1 0x14 1 0x134', '0x60 1 0x14 1 0x14 1 0x14 1 0x134'),
      ...answers('0x240', '0x240'),
    ],
  },
  withoutData: { ...noRequests, series: [...requests('_x240', '_x240'), ...answers('_x240', '_x240')] },
});

test('api_failing also alerts on late answers', () => {
  const run = simulated(apiFailing, {
    series: [...requests('9x240', '0x240'), ...answers('9x240', '9x60 6x70 9x110')],
    minutes: 240,
    members: [apiBurnsFast, apiLateBurnsFast, requestsEnough],
  });
  expect(run).toAlertAt('86m');
});

describeMonitorBehavior(apiBurnsSlowly, {
  minutes: 480,
  fires: {
    when: '5 % of requests fail for hours',
    series: requests('20x480', '0x60 1x360 0x60'),
    notifications: ['152m alert', '434m recovery'],
  },
  staysOk: { when: '2.9 % fail permanently', series: requests('1000x480', '29x480') },
  withoutData: { ...noRequests, series: requests('_x480', '_x480') },
});

describeMonitorBehavior(apiLateBurnsSlowly, {
  minutes: 480,
  fires: {
    when: '11 % are answered late for hours',
    series: answers('9x480', '9x60 8x360 9x60'),
    notifications: ['132m alert', '435m recovery'],
  },
  staysOk: { when: '5.9 % are late permanently', series: answers('1000x480', '941x480') },
  withoutData: { ...noRequests, series: answers('_x480', '_x480') },
});
