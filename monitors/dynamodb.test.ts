import { series } from '@himeshima/datadog-monitors';
import { dynamodbRefused, dynamodbSlow, dynamodbSystemErrors, dynamodbThrottled } from './dynamodb';
import { describeMonitorBehavior, keepsState } from './testing';

const table = (metric: string, values: string, operation = 'PutItem') =>
  series(`aws.dynamodb.${metric}{tablename:device-power,operation:${operation}}`, values);
const puts = (values: string) => table('successful_request_latency', values);

describeMonitorBehavior(dynamodbThrottled, {
  fires: {
    when: 'ten puts and gets are throttled within 15 minutes',
    series: [table('throttled_requests', '0x4 5 3 0x54'), table('throttled_requests', '0x4 0 2 0x54', 'GetItem')],
    notifications: ['21m tablename:device-power alert', '35m tablename:device-power recovery'],
  },
  staysOk: { when: 'nine requests are throttled', series: [table('throttled_requests', '0x4 9 0x54')] },
  withoutData: keepsState(table('throttled_requests', '0x5 _x55')),
});

describeMonitorBehavior(dynamodbSystemErrors, {
  fires: {
    when: 'DynamoDB returns five internal errors for puts and gets',
    series: [table('system_errors', '0x3 2 2 0x54'), table('system_errors', '0x3 0 1 0x54', 'GetItem')],
    notifications: ['20m tablename:device-power alert', '34m tablename:device-power recovery'],
  },
  staysOk: { when: 'DynamoDB returns four internal errors', series: [table('system_errors', '0x4 4 0x54')] },
  withoutData: keepsState(table('system_errors', '0x5 _x55')),
});

describeMonitorBehavior(dynamodbRefused, {
  fires: {
    when: 'ten calls are rejected',
    series: [series('aws.dynamodb.user_errors', '0x3 5 5 0x54')],
    notifications: ['20m alert', '34m recovery'],
  },
  staysOk: { when: 'nine calls are rejected', series: [series('aws.dynamodb.user_errors', '0x4 9 0x54')] },
  withoutData: keepsState(series('aws.dynamodb.user_errors', '_x60')),
});

describeMonitorBehavior(dynamodbSlow, {
  minutes: 90,
  fires: {
    when: 'puts take 100 ms for 15 minutes, until they take less than 50 ms',
    series: [puts('5x9 100x19 50x19 45x40')],
    notifications: [
      '39m tablename:device-power,operation:PutItem alert',
      '65m tablename:device-power,operation:PutItem recovery',
    ],
  },
  staysOk: { when: 'puts are slow for a single minute', series: [puts('5x9 600 5x50')] },
  withoutData: keepsState(puts('5x9 _x51')),
});
