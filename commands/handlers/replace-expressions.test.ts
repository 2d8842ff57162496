import { replaceExpressions } from './replace-expressions';

test.each([
  ['devices', 'devices'],
  ['${aws_dynamodb_table.power.name}', 'known-after-apply'],
  ['${aws_sns_topic.alerts.arn}', 'arn:aws:service:region:111122223333:known-after-apply'],
  ['https://${aws_cognito_user_pool.people.endpoint}/', 'https://known-after-apply/'],
  ['${aws_apigatewayv2_stage.live.invoke_url}', 'https://known-after-apply.example.com'],
  ['${replace(aws_apigatewayv2_stage.live.invoke_url, "/^wss:/", "https:")}', 'https://known-after-apply.example.com'],
  ['${a.name} ${join("-", ["${b.name}", "{"])}', 'known-after-apply known-after-apply'],
])('replaces %s with %s', (value, plausible) => {
  expect(replaceExpressions({ NAME: value })).toEqual({ NAME: plausible });
});
