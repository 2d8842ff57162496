import { series } from '@himeshima/datadog-monitors';
import { dynamodbRefused, dynamodbSlow, dynamodbSystemErrors, dynamodbThrottled } from './dynamodb';
import { describeMonitorBehavior, keepsState } from './testing';

const ofTable = '{tablename:meter-readings,operation:PutItem}';

const counts = [
  [dynamodbThrottled, 'throttled_requests', ofTable, 'tablename:meter-readings ', 10],
  [dynamodbSystemErrors, 'system_errors', ofTable, 'tablename:meter-readings ', 5],
  [dynamodbRefused, 'user_errors', '', '', 10],
] as const;
for (const [monitor, metric, tags, group, count] of counts) {
  const of = (values: string) => series(`aws.dynamodb.${metric}${tags}`, values);
  describeMonitorBehavior(monitor, {
    minutes: 30,
    fires: { when: `${count} are counted`, series: [of(`0x4 ${count} 0x25`)], notifications: [`20m ${group}alert`] },
    staysOk: { when: `the count reaches only ${count - 1}`, series: [of(`0x4 ${count - 1} 0x25`)] },
    withoutData: keepsState(of('_x30')),
  });
}

const latency = (values: string) => series(`aws.dynamodb.successful_request_latency${ofTable}`, values);
describeMonitorBehavior(dynamodbSlow, {
  fires: {
    when: 'calls take 100 ms for 15 minutes',
    series: [latency('5x4 100x56')],
    notifications: ['34m tablename:meter-readings,operation:PutItem alert'],
  },
  staysOk: { when: 'they take 99 ms', series: [latency('99x60')] },
  withoutData: keepsState(latency('5x4 _x56')),
});
