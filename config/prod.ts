import { days, hours, mebibytes, minutes, seconds } from '@himeshima/constructs/units';
import type { Environment } from './environment';

/** Production environment. Replace the account ID, which is an example from AWS's documentation. */
export const prod: Environment = {
  name: 'prod',
  stack: 'himeshima-prod',
  account: '444455556666',
  region: 'ap-northeast-1',
  datadog: { site: 'datadoghq.com', organisation: 'own' },
  notify: { page: ['@slack-iot-oncall', '@pagerduty'], ticket: ['@slack-iot-alerts'], signal: [] },
  cc: { page: ['@slack-iot-monitors'], ticket: ['@slack-iot-monitors'], signal: [] },
  alertEmails: ['iot-oncall@example.com'],
  retention: {
    logs: days(90),
    failedEvents: days(14),
    failedRecords: days(365),
    shadowHistory: days(365),
    archive: days(730),
    queryResults: days(30),
  },
  functions: { memory: mebibytes(512), reservedConcurrency: 50 },
  alertStream: { shards: 2, retention: hours(72) },
  // a shard accepts 1,000 records per second (Kinesis developer guide, "Quotas and limits")
  telemetryStream: { shards: 4, retention: hours(168) },
  analytics: { scanLimit: mebibytes(102400) },
  powerCommand: {
    answerWithin: seconds(30),
    askAgainAfter: seconds(10),
    longest: hours(24),
    atOnce: 100,
    toleratedFailurePercentage: 20,
  },
  api: {
    origin: 'https://console.example.com',
    rate: { perSecond: 2000, burst: 4000 },
    program: { perSecond: 200, burst: 400, perDay: 5_000_000 },
    programs: ['console'],
  },
  certificateRotation: { answerWithin: hours(24), connectWithin: minutes(10) },
  budget: { devices: 10000, rate: '1/min', monthly: 3100 },
  deployedFrom: 'protected environment',
  plannedFrom: 'protected branch',
  protectData: true,
  hasExampleThings: false,
};
