import { series } from '@himeshima/datadog-monitors';
import { behaviourOf, noNews } from './authoring/behaviour.fixture';
import { dynamodbRefused, dynamodbSlow, dynamodbSystemErrors, dynamodbThrottled } from './dynamodb';

const table = (metric: string, values: string, operation = 'PutItem') =>
  series(`aws.dynamodb.${metric}{tablename:device-power,operation:${operation}}`, values);
const puts = (values: string) => table('successful_request_latency', values);

behaviourOf(dynamodbThrottled, {
  fires: {
    when: 'ten requests are throttled within 15 minutes, puts and gets together',
    series: [table('throttled_requests', '0x4 5 3 0x54'), table('throttled_requests', '0x4 0 2 0x54', 'GetItem')],
    says: ['21m tablename:device-power alert', '35m tablename:device-power recovery'],
  },
  staysOk: { when: 'nine are', series: [table('throttled_requests', '0x4 9 0x54')] },
  withoutData: noNews(table('throttled_requests', '0x5 _x55')),
});

behaviourOf(dynamodbSystemErrors, {
  fires: {
    when: 'DynamoDB itself answers with five errors, to puts and gets together',
    series: [table('system_errors', '0x3 2 2 0x54'), table('system_errors', '0x3 0 1 0x54', 'GetItem')],
    says: ['20m tablename:device-power alert', '34m tablename:device-power recovery'],
  },
  staysOk: { when: 'it does so four times', series: [table('system_errors', '0x4 4 0x54')] },
  withoutData: noNews(table('system_errors', '0x5 _x55')),
});

behaviourOf(dynamodbRefused, {
  fires: {
    when: 'ten calls are refused',
    series: [series('aws.dynamodb.user_errors', '0x3 5 5 0x54')],
    says: ['20m alert', '34m recovery'],
  },
  staysOk: { when: 'nine are', series: [series('aws.dynamodb.user_errors', '0x4 9 0x54')] },
  withoutData: noNews(series('aws.dynamodb.user_errors', '_x60')),
});

behaviourOf(dynamodbSlow, {
  minutes: 90,
  fires: {
    when: 'puts take 100 ms for a quarter of an hour, until they take less than half of that',
    series: [puts('5x9 100x19 50x19 45x40')],
    says: [
      '39m tablename:device-power,operation:PutItem alert',
      '65m tablename:device-power,operation:PutItem recovery',
    ],
  },
  staysOk: { when: 'one slow minute is an exception', series: [puts('5x9 600 5x50')] },
  withoutData: noNews(puts('5x9 _x51')),
});
