import { days, hours, mebibytes, minutes, seconds } from '@himeshima/constructs/units';
import type { Environment } from './environment';

/** Development environment. Replace the account ID, which is an example from AWS's documentation. */
export const dev: Environment = {
  name: 'dev',
  stack: 'himeshima-dev',
  account: '111122223333',
  region: 'ap-northeast-1',
  datadog: { site: 'datadoghq.com', organisation: 'own' },
  notify: { page: ['@slack-iot-oncall'], ticket: ['@slack-iot-dev'], signal: [] },
  cc: { page: ['@slack-iot-monitors-dev'], ticket: ['@slack-iot-monitors-dev'], signal: [] },
  alertEmails: [],
  retention: {
    logs: days(7),
    failedEvents: days(14),
    failedRecords: days(30),
    shadowHistory: days(30),
    archive: days(90),
    queryResults: days(7),
  },
  functions: { memory: mebibytes(256), reservedConcurrency: 10 },
  alertStream: { shards: 1, retention: hours(24) },
  telemetryStream: { shards: 1, retention: hours(24) },
  analytics: { scanLimit: mebibytes(1024) },
  powerCommand: {
    answerWithin: seconds(30),
    askAgainAfter: seconds(10),
    longest: hours(24),
    atOnce: 10,
    toleratedFailurePercentage: 20,
  },
  api: {
    origin: 'http://localhost:5173',
    rate: { perSecond: 500, burst: 1000 },
    program: { perSecond: 500, burst: 1000, perDay: 1_000_000 },
    programs: ['console'],
  },
  certificateRotation: { answerWithin: hours(24), connectWithin: minutes(10) },
  budget: { devices: 100, rate: '1/min', monthly: 210 },
  deployedFrom: 'protected branch',
  plannedFrom: 'any branch',
  protectData: false,
  hasExampleThings: true,
};
