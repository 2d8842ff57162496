import { catalogue } from '@himeshima/datadog-monitors';
import type { Monitoring } from './monitoring';
import { defaultSeverities } from './severities';

/** Monitoring for an environment that has no monitors. */
export const testMonitoring: Monitoring = {
  project: 'parking',
  environment: {
    name: 'prod',
    stack: 'parking-prod',
    account: '111122223333',
    datadog: { site: 'datadoghq.com', organisation: 'own' },
    notify: { page: ['@slack-iot-oncall', '@pagerduty'], ticket: ['@slack-iot-tickets'], signal: [] },
    cc: { page: [], ticket: [], signal: [] },
  },
  tags: { project: 'parking', environment: 'prod' },
  owner: 'iot-platform',
  severities: defaultSeverities,
  workingHours: { from: 9, to: 18, timezone: 'Asia/Tokyo' },
  catalogue,
  flow: [],
  slos: [],
};
