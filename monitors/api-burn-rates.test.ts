import { series } from '@himeshima/datadog-monitors';
import {
  apiBurnsFast,
  apiBurnsSlowly,
  apiFailing,
  apiLateBurnsFast,
  apiLateBurnsSlowly,
  requestsEnough,
} from './api-burn-rates';
import { describeMonitorBehavior, simulated } from './testing';

const requests = (all: string, failed: string) => [
  series('aws.apigateway.count{stage:v1}', all),
  series('aws.apigateway.5xxerror{stage:v1}', failed),
];

const answers = (all: string, inTime: string) => [
  series('himeshima.api_answered', all),
  series('himeshima.api_answered_in_time', inTime),
];

const noRequests = { when: 'there are no requests', notifications: [] };

describeMonitorBehavior(apiBurnsFast, {
  minutes: 240,
  fires: {
    when: '10% of requests fail for an hour',
    series: requests('10x240', '0x60 1x70 0x110'),
    notifications: ['104m alert', '140m recovery'],
  },
  staysOk: { when: '7.1% of requests keep failing', series: requests('1000x240', '71x240') },
  withoutData: { ...noRequests, series: requests('_x240', '_x240') },
});

describeMonitorBehavior(apiLateBurnsFast, {
  minutes: 240,
  fires: {
    when: 'a third of the responses are slow for an hour',
    series: answers('9x240', '9x60 6x70 9x110'),
    notifications: ['86m alert', '149m recovery'],
  },
  staysOk: { when: '14.3% of responses are always slow', series: answers('1000x240', '857x240') },
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
  const hundredRequests = (api: string) => series(`aws.apigateway.count{apiname:${api},stage:v1}`, '0x9 100 0x30');
  const run = simulated(requestsEnough, {
    series: [hundredRequests('himeshima'), hundredRequests('another')],
    minutes: 40,
  });
  expect(run).toAlertAt('25m');
});

describeMonitorBehavior(apiFailing, {
  minutes: 240,
  fires: {
    when: '10% of a large number of requests fail',
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

test('api_failing also alerts on slow responses', () => {
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
    when: '5% of requests fail for hours',
    series: requests('20x480', '0x60 1x360 0x60'),
    notifications: ['152m alert', '434m recovery'],
  },
  staysOk: { when: '2.9% of requests keep failing', series: requests('1000x480', '29x480') },
  withoutData: { ...noRequests, series: requests('_x480', '_x480') },
});

describeMonitorBehavior(apiLateBurnsSlowly, {
  minutes: 480,
  fires: {
    when: '11% of requests are slow for hours',
    series: answers('9x480', '9x60 8x360 9x60'),
    notifications: ['132m alert', '435m recovery'],
  },
  staysOk: { when: '5.9% of responses are always slow', series: answers('1000x480', '941x480') },
  withoutData: { ...noRequests, series: answers('_x480', '_x480') },
});
