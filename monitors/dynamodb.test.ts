import { series } from '../lib/datadog';
import { dynamodbSystemErrors, dynamodbThrottled } from './dynamodb';
import { timeline } from './timeline';

const table = (metric: string, values: string) => [series(`aws.dynamodb.${metric}{tablename:device-power}`, values)];

describe('a table', () => {
  test('that throttles ten requests within 15 minutes is a ticket', () => {
    const few = table('throttled_requests', '0x4 9 0x20');
    const many = table('throttled_requests', '0x4 5 5 0x20');
    expect(timeline(dynamodbThrottled, { series: few, minutes: 25 })).toEqual([]);
    expect(timeline(dynamodbThrottled, { series: many, minutes: 25 })).toEqual(['21m tablename:device-power alert']);
  });

  test('that DynamoDB itself answers with errors is a ticket', () => {
    const errors = table('system_errors', '0x4 5 0x20');
    expect(timeline(dynamodbSystemErrors, { series: errors, minutes: 25 })).toEqual([
      '20m tablename:device-power alert',
    ]);
  });
});
