import { Testing } from 'cdktf';
import { platformStack } from '../stack/platform-stack.fixture';
import { reportedIn } from '../stack/problems';
import { FailureQueue } from './failure-queue';
import { IotRule, type RuleAction, store } from './iot-rule';
import { Table } from './table';

const logGroupName = 'messages';
const writeLog: RuleAction = {
  block: 'cloudwatchLogs',
  contentOf: (roleArn) => ({ roleArn, logGroupName }),
  grant: [{ Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111122223333:*' }],
};

function stackWith(...actions: readonly ((table: Table) => RuleAction)[]) {
  const stack = platformStack(Testing.app({ stackTraces: false }));
  const table = new Table(stack, 'spaces', { key: { name: 'space', type: 'string' } });
  new IotRule(stack, 'taken', {
    description: 'A parking space was taken',
    sql: "SELECT topic(2) AS space FROM 'parking/+'",
    actions: actions.map((action) => action(table)),
    onError: new FailureQueue(stack, 'rule-errors'),
  });
  return stack;
}

test('a rule has the blocks of all actions, including custom actions, and a role with their permissions', () => {
  const text = JSON.stringify(stackWith(store, store, () => writeLog).toTerraform());
  expect(text.match(/"put_item":/g)).toHaveLength(2);
  expect(text).toContain('"log_group_name":"messages"');
  expect(text).toContain('logs:PutLogEvents');
  expect(text).toContain('dynamodb:PutItem');
});

test('reports an unknown action', () => {
  const misspelt: RuleAction = JSON.parse('{"block":"cloudwatchLog","grant":[]}');
  const stack = stackWith(() => ({ ...misspelt, contentOf: () => ({}) }));
  expect(reportedIn(stack).map(({ message }) => message)).toEqual(['unknown action "cloudwatchLog"']);
});
