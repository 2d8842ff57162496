import { shadowRequestsPerSecond, shadowRequestsPerSecondAndThing } from '.';
import type { Quota } from './quota';

const documents = 'packages/iot/src/shadow/shadow.test.ts';
const names = { file: 'packages/iot/src/shadow/topics.test.ts', title: 'a thing has 128 characters, a shadow 64' };
const tooMany = '429 on /rejected, by HTTP ThrottlingException';

export const shadowQuotas: readonly Quota[] = [
  {
    name: 'Requests per second per thing',
    value: `${shadowRequestsPerSecondAndThing}, of all its shadows and operations`,
    source: 'limits 2019',
    beyond: tooMany,
    here: {
      test: {
        file: 'tests/end-to-end/device-quotas.test.ts',
        title: 'a thing whose shadows are asked more than 20 times a second is answered 429, by MQTT and by HTTP',
      },
      scales: true,
    },
  },
  {
    name: 'Device Shadow API requests/second per account',
    value: shadowRequestsPerSecond.toLocaleString('en'),
    source: 'excerpt',
    beyond: tooMany,
    here: {
      test: {
        file: 'packages/local-aws/src/iot/rates/shadow-rates.test.ts',
        title: 'of all things are asked 4,000 times a second',
      },
      scales: true,
    },
  },
  {
    name: 'Maximum number of in-flight, unacknowledged messages per thing',
    value: "10, by the guide's later word on a single connection",
    source: 'limits 2019',
    beyond:
      '429 on /rejected: more than 10 requests that were "started but not yet completed" (guide, later). Whoever sends 11 without waiting sees it there or not, by how long the service takes, which AWS does not say',
    here: {
      whyNot:
        'a request is completed here before the next one is looked at, so that not two are ever in flight; who does not wait for answers meets the rate',
    },
  },
  {
    name: 'Maximum depth of JSON device state documents',
    value: '6 levels of desired or reported',
    source: 'guide, later',
    beyond: '400, "JSON contains too many levels of nesting; maximum is 6"',
    here: {
      test: { file: documents, title: 'refuses %j with %i' },
      scales: false,
      but: 'limits 2019 says 5, second hand says 8: the text of the error decides',
    },
  },
  {
    name: 'Maximum size of a JSON state document',
    value: '8 KB of desired and reported together, metadata apart',
    source: 'limits 2019',
    beyond: '413',
    here: {
      test: { file: documents, title: 'the size is that of both sections together, metadata apart' },
      scales: false,
      but: 'counted is the state without white space that is no part of it',
    },
  },
  {
    name: 'Size of a client token',
    value: '64 bytes',
    source: 'guide 2023',
    beyond: '400, "Invalid clientToken"',
    here: { test: { file: documents, title: 'refuses %j with %i' }, scales: false },
  },
  {
    name: 'Maximum size of a thing name',
    value: '128 bytes',
    source: 'limits 2019',
    beyond: 'no topic of the service: nobody answers; by HTTP 400',
    here: { test: names, scales: false },
  },
  {
    name: 'Maximum shadow name size',
    value: '64 bytes',
    source: 'second hand',
    beyond: 'no topic of the service: nobody answers; by HTTP 400',
    here: { test: names, scales: false },
  },
];
