import { series } from '@himeshima/datadog-monitors';
import { apiErrors, apiRefused, apiSlow } from './api-gateway';
import { describeMonitorBehavior, keepsState } from './testing';

const group = 'apiname:sample-project';
const of = (metric: string, values: string) => series(`aws.apigateway.${metric}{${group},stage:v1}`, values);

describeMonitorBehavior(apiErrors, {
  fires: {
    when: 'six of six requests fail',
    series: [of('count', '0x4 6 0x55'), of('5xxerror', '0x4 6 0x55')],
    notifications: [`20m ${group} alert`, `30m ${group} renotify`, `35m ${group} recovery`],
  },
  staysOk: {
    when: 'five of six requests fail',
    series: [of('count', '0x4 6 0x55'), of('5xxerror', '0x4 5 0x55')],
  },
  withoutData: keepsState(of('count', '0x9 _x51'), of('5xxerror', '0x9 _x51')),
});

describeMonitorBehavior(apiRefused, {
  minutes: 90,
  fires: {
    when: 'all 400 requests are rejected',
    series: [of('count', '0x4 200x2 0x84'), of('4xxerror', '0x4 200x2 0x84')],
    notifications: [`20m ${group} alert`, `52m ${group} recovery`],
  },
  staysOk: {
    when: 'all 199 requests are rejected',
    series: [of('count', '0x4 199 0x85'), of('4xxerror', '0x4 199 0x85')],
  },
  withoutData: keepsState(of('count', '0x9 _x81'), of('4xxerror', '0x9 _x81')),
});

describeMonitorBehavior(apiSlow, {
  minutes: 90,
  fires: {
    when: 'latency is three seconds for 15 minutes',
    series: [of('latency.p99', '50x9 3000x19 1500x19 1000x43')],
    notifications: [`39m ${group} alert`, `65m ${group} recovery`],
  },
  staysOk: { when: 'latency is 2,999 ms', series: [of('latency.p99', '2999x90')] },
  withoutData: keepsState(of('latency.p99', '50x9 _x81')),
});
