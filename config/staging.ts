import { days, hours, mebibytes, minutes, seconds } from '@himeshima/constructs/units';
import type { Environment } from './environment';

/**
 * Environment for trying out a release with selected customers. Its account and region differ from dev's, to reveal hard-coded
 * values. Replace the account ID, which is an example from AWS's documentation.
 */
export const staging: Environment = {
  name: 'staging',
  stack: 'himeshima-staging',
  account: '777788889999',
  region: 'eu-central-1',
  datadog: { site: 'datadoghq.eu', organisation: 'own' },
  notify: { page: ['@slack-iot-oncall'], ticket: ['@slack-iot-alerts'], signal: [] },
  cc: { page: ['@slack-iot-monitors'], ticket: ['@slack-iot-monitors'], signal: [] },
  alertEmails: [],
  retention: {
    logs: days(30),
    failedEvents: days(14),
    failedRecords: days(90),
    shadowHistory: days(90),
    archive: days(180),
    queryResults: days(7),
  },
  functions: { memory: mebibytes(512), reservedConcurrency: 20 },
  alertStream: { shards: 1, retention: hours(24) },
  telemetryStream: { shards: 2, retention: hours(48) },
  analytics: { scanLimit: mebibytes(10240) },
  powerCommand: {
    answerWithin: seconds(30),
    askAgainAfter: seconds(10),
    longest: hours(24),
    atOnce: 20,
    toleratedFailurePercentage: 20,
  },
  api: {
    origin: 'https://console.staging.example.com',
    rate: { perSecond: 500, burst: 1000 },
    program: { perSecond: 100, burst: 200, perDay: 1_000_000 },
    programs: ['console'],
  },
  certificateRotation: { answerWithin: hours(24), connectWithin: minutes(10) },
  budget: { devices: 1000, rate: '1/min', monthly: 500 },
  deployedFrom: 'protected branch',
  plannedFrom: 'protected branch',
  protectData: true,
  hasExampleThings: false,
};
