import { isMatched, parseAction, parseResource } from './parse-resource';

const arnPrefix = 'arn:aws:iot:ap-northeast-1:111122223333:';

test.each([
  ['publish', 'iot:Publish'],
  ['IOT:connect', 'iot:Connect'],
  ['discover', 'greengrass:Discover'],
])('parseAction resolves %s to %s', (word, action) => {
  expect(parseAction(word)).toBe(action);
});

test.each([
  ['iot:Publish', 'a/b', `${arnPrefix}topic/a/b`],
  ['iot:Publish', 'topic/a', `${arnPrefix}topic/a`],
  ['iot:Subscribe', 'a/#', `${arnPrefix}topicfilter/a/#`],
  ['iot:GetThingShadow', 'light-1', `${arnPrefix}thing/light-1`],
  ['iot:Connect', 'arn:aws:iot:eu-west-1:1:client/x', 'arn:aws:iot:eu-west-1:1:client/x'],
  ['iot:Publish', 'arn:aws:iot:ap-northeast-1:000000000000:topic/a', `${arnPrefix}topic/a`],
  ['iot:Publish', 'arn:aws:iot:eu-west-1:000000000000:topic/a', 'arn:aws:iot:eu-west-1:000000000000:topic/a'],
  ['iot:ListRetainedMessages', 'anything', '*'],
])('parseResource for %s resolves %s to %s', (action, word, resource) => {
  expect(parseResource(action, word, arnPrefix)).toBe(resource);
});

test.each([
  ['topic/a/b/c', 'a/+', false],
  ['topic/a/b', 'a/+', true],
  ['topic/*', 'a/+', true],
  ['topic/${iot:ClientId}/b', 'a/+', true],
  ['topic/a', 'a/#', false],
  [`${arnPrefix}topic/$aws/things/x/shadow/get`, '$aws/things/+/shadow/#', true],
  ['client/a', 'b', true],
])('isMatched compares %s with %s: %s', (resource, filter, expected) => {
  expect(isMatched(resource, filter)).toBe(expected);
});
