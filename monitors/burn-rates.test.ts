import { series } from '@himeshima/datadog-monitors';
import { behaviourOf } from './authoring/behaviour.fixture';
import { simulated } from './authoring/simulated';
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

const nothing = { when: 'nothing that could be late is late', says: [] };

behaviourOf(messageStoredBurnsFast, {
  minutes: 240,
  fires: {
    when: 'a third is late for an hour',
    series: reports('9x240', '9x60 6x70 9x110'),
    says: ['86m alert', '149m recovery'],
  },
  staysOk: { when: '143 in a thousand are late for ever', series: reports('1000x240', '857x240') },
  withoutData: { ...nothing, series: reports('_x240', '_x240') },
});

behaviourOf(messagesEnough, {
  minutes: 120,
  fires: { when: 'two a minute come', series: reports('2x120', '2x120'), says: ['64m alert'] },
  staysOk: { when: 'one a minute comes', series: reports('1x120', '1x120') },
  withoutData: { when: 'nothing that came is not enough', series: reports('_x120', '_x120'), says: [] },
});

behaviourOf(messageStoredFailing, {
  minutes: 240,
  members: [messageStoredBurnsFast, messagesEnough],
  fires: {
    when: 'a third of many is late',
    series: reports('9x240', '9x60 6x70 9x110'),
    says: ['86m alert', ...[96, 106, 116, 126, 136, 146].map((minute) => `${minute}m renotify`), '149m recovery'],
  },
  staysOk: {
    when: 'all four reports of an hour of the night are late',
    series: reports('0x60 1 0x14 1 0x14 1 0x14 1 0x134', '0x240'),
  },
  withoutData: { ...nothing, series: reports('_x240', '_x240') },
});

behaviourOf(messageStoredBurnsSlowly, {
  minutes: 480,
  fires: {
    when: 'one in nine is late for hours',
    series: reports('9x480', '9x60 8x360 9x60'),
    says: ['132m alert', '435m recovery'],
  },
  staysOk: { when: '59 in a thousand are late for ever', series: reports('1000x480', '941x480') },
  withoutData: { ...nothing, series: reports('_x480', '_x480') },
});

behaviourOf(commandBurnsFast, {
  minutes: 240,
  fires: {
    when: 'three commands in four fail for an hour',
    series: commands('4x240', '4x60 1x70 4x110'),
    says: ['118m alert', '133m recovery'],
  },
  staysOk: { when: '719 in a thousand do', series: commands('1000x240', '281x240') },
  withoutData: { when: 'nobody commands anything', series: commands('_x240', '_x240'), says: [] },
});

behaviourOf(commandsEnough, {
  minutes: 180,
  fires: {
    when: 'a command a minute is given',
    series: commands('1x60 0x120', '1x60 0x120'),
    says: ['64m alert', '86m recovery'],
  },
  staysOk: { when: 'there are 49 within an hour', series: commands('49 0x119', '49 0x119') },
  withoutData: { when: 'nobody commands anything', series: commands('_x120', '_x120'), says: [] },
});

behaviourOf(commandFailing, {
  minutes: 240,
  members: [commandBurnsFast, commandsEnough],
  fires: {
    when: 'three of many commands in four fail',
    series: commands('4x240', '4x60 1x70 4x110'),
    says: ['118m alert', '128m renotify', '133m recovery'],
  },
  staysOk: {
    when: 'the only three commands of the night fail',
    series: commands('0x60 1 0x9 1 0x9 1 0x159', '0x240'),
  },
  withoutData: { when: 'nobody commands anything', series: commands('_x240', '_x240'), says: [] },
});

behaviourOf(commandBurnsSlowly, {
  minutes: 480,
  fires: {
    when: 'two commands in five fail for hours',
    series: commands('5x480', '5x60 3x360 5x60'),
    says: ['243m alert', '429m recovery'],
  },
  staysOk: { when: '299 in a thousand do', series: commands('1000x480', '701x480') },
  withoutData: { when: 'nobody commands anything', series: commands('_x480', '_x480'), says: [] },
});

const noRequests = { when: 'nobody asks anything', says: [] };

behaviourOf(apiBurnsFast, {
  minutes: 240,
  fires: {
    when: 'one request in ten fails for an hour',
    series: requests('10x240', '0x60 1x70 0x110'),
    says: ['104m alert', '140m recovery'],
  },
  staysOk: { when: '71 in a thousand fail for ever', series: requests('1000x240', '71x240') },
  withoutData: { ...noRequests, series: requests('_x240', '_x240') },
});

behaviourOf(apiLateBurnsFast, {
  minutes: 240,
  fires: {
    when: 'a third is answered late for an hour',
    series: answers('9x240', '9x60 6x70 9x110'),
    says: ['86m alert', '149m recovery'],
  },
  staysOk: { when: '143 in a thousand are late for ever', series: answers('1000x240', '857x240') },
  withoutData: { ...noRequests, series: answers('_x240', '_x240') },
});

behaviourOf(requestsEnough, {
  minutes: 180,
  fires: { when: 'four a minute come', series: requests('4x120 0x60', '0x180'), says: ['64m alert', '146m recovery'] },
  staysOk: { when: 'there are 199 within an hour', series: requests('0x20 199 0x99', '0x120') },
  withoutData: { ...noRequests, series: requests('_x120', '_x120') },
});

test('requests_enough counts the requests of all APIs together', () => {
  const asked = (api: string) => series(`aws.apigateway.count{apiname:${api},stage:v1}`, '0x9 100 0x30');
  const run = simulated(requestsEnough, { series: [asked('himeshima'), asked('another')], minutes: 40 });
  expect(run).toAlertAt('25m');
});

behaviourOf(apiFailing, {
  minutes: 240,
  members: [apiBurnsFast, apiLateBurnsFast, requestsEnough],
  fires: {
    when: 'one of many requests in ten fails',
    series: [...requests('10x240', '0x60 1x70 0x110'), ...answers('10x240', '10x240')],
    says: ['104m alert', '114m renotify', '124m renotify', '134m renotify', '140m recovery'],
  },
  staysOk: {
    when: 'all four requests of an hour of the night fail',
    series: [
      ...requests('0x60 1 0x14 1 0x14 1 0x14 1 0x134', '0x60 1 0x14 1 0x14 1 0x14 1 0x134'),
      ...answers('0x240', '0x240'),
    ],
  },
  withoutData: { ...noRequests, series: [...requests('_x240', '_x240'), ...answers('_x240', '_x240')] },
});

test('api_failing is told of late answers, too', () => {
  const run = simulated(apiFailing, {
    series: [...requests('9x240', '0x240'), ...answers('9x240', '9x60 6x70 9x110')],
    minutes: 240,
    members: [apiBurnsFast, apiLateBurnsFast, requestsEnough],
  });
  expect(run).toAlertAt('86m');
});

behaviourOf(apiBurnsSlowly, {
  minutes: 480,
  fires: {
    when: 'one request in twenty fails for hours',
    series: requests('20x480', '0x60 1x360 0x60'),
    says: ['152m alert', '434m recovery'],
  },
  staysOk: { when: '29 in a thousand fail for ever', series: requests('1000x480', '29x480') },
  withoutData: { ...noRequests, series: requests('_x480', '_x480') },
});

behaviourOf(apiLateBurnsSlowly, {
  minutes: 480,
  fires: {
    when: 'one in nine is answered late for hours',
    series: answers('9x480', '9x60 8x360 9x60'),
    says: ['132m alert', '435m recovery'],
  },
  staysOk: { when: '59 in a thousand are late for ever', series: answers('1000x480', '941x480') },
  withoutData: { ...noRequests, series: answers('_x480', '_x480') },
});
