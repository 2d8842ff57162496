import { metricAlert } from './metric-alert';

export const dynamodbThrottled = metricAlert({
  id: 'dynamodb_throttled',
  name: '[DynamoDB] ThrottledRequests 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.throttled_requests{*} by {tablename}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  message: '{{tablename.name}} throttles: one thing writes too often, or the traffic doubled within half an hour.',
});

export const dynamodbSystemErrors = metricAlert({
  id: 'dynamodb_system_errors',
  name: '[DynamoDB] SystemErrors 監視',
  query: 'sum(last_15m):sum:aws.dynamodb.system_errors{*} by {tablename}.as_count() >= 5',
  severity: 'ticket',
  runbook: 'dynamodb-throttled',
  message: 'DynamoDB itself answers {{tablename.name}} with errors.',
});
