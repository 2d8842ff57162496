import { planOf } from '../plan/read-plan';
import { slicesOf } from './slices';

const resource = (address: string, tags: object = {}) => {
  const [type = '', name = ''] = address.split('.').slice(-2);
  const change = { actions: ['update'], before: { tags }, after: { tags, timeout: 60 } };
  return { address, mode: 'managed', type, name, change };
};
/** Returns the name of each slice and the addresses of its resources. */
const slicesIn = (...resources: readonly object[]) =>
  slicesOf(planOf({ resource_changes: resources }, { stack: 'dev', basis: { base: 'abc' } }), new Set()).map(
    ({ name, resources: those }) => [name, those.map(({ address }) => address)],
  );

describe('slicesOf', () => {
  test('lists replacements and deletions before updates, and creations last', () => {
    const changed = (name: string, actions: readonly string[], before: object | null, after: object | null) => ({
      address: `aws_sqs_queue.${name}`,
      type: 'aws_sqs_queue',
      name,
      change: { actions, before, after },
    });
    expect(
      slicesIn(
        changed('a', ['create'], null, { name: 'a' }),
        changed('b', ['update'], { delay: 1 }, { delay: 2 }),
        changed('c', ['delete'], { name: 'c' }, null),
        changed('d', ['delete', 'create'], { name: 'd' }, { name: 'e' }),
      ),
    ).toEqual([[undefined, ['d', 'c', 'b', 'a'].map((name) => `aws_sqs_queue.${name}`)]]);
  });

  test('names slices after the first words that resource names share', () =>
    expect(slicesIn(resource('aws_iot_topic_rule.too_hot'), resource('aws_iam_role.too_hot_role'))).toEqual([
      ['too_hot', ['aws_iot_topic_rule.too_hot', 'aws_iam_role.too_hot_role']],
    ]));

  test('does not name a slice if resource names share no words', () =>
    expect(slicesIn(resource('datadog_dashboard_json.himeshima'), resource('aws_iot_topic_rule.too_hot'))).toEqual([
      [undefined, ['datadog_dashboard_json.himeshima', 'aws_iot_topic_rule.too_hot']],
    ]));

  test('does not name a slice after words shared by different providers', () =>
    expect(slicesIn(resource('aws_security_group_rule.ssh'), resource('azurerm_network_security_rule.ssh'))).toEqual([
      [undefined, ['aws_security_group_rule.ssh', 'azurerm_network_security_rule.ssh']],
    ]));

  test('does not name slices after generic words', () =>
    expect(slicesIn(resource('aws_s3_bucket.this'), resource('aws_kms_key.this'))).toEqual([
      [undefined, ['aws_s3_bucket.this', 'aws_kms_key.this']],
    ]));

  test('names slices after the `slice` tag or the module, if present', () =>
    expect(
      slicesIn(
        resource('aws_lambda_function.power_on', { slice: 'lights' }),
        resource('aws_iam_role.power_on_role'),
        resource('module.network.aws_vpc.power'),
      ),
    ).toEqual([
      ['lights', ['aws_lambda_function.power_on']],
      ['network', ['module.network.aws_vpc.power']],
      [undefined, ['aws_iam_role.power_on_role']],
    ]));

  test('lists moves and imports without changes last, and unnamed if the plan contains nothing else', () => {
    const kept = { change: { actions: ['no-op'], before: {}, after: {} } };
    const moved = { ...resource('aws_sqs_queue.new'), ...kept, previous_address: 'aws_sqs_queue.old' };
    const imported = { ...resource('aws_sqs_queue.there'), change: { ...kept.change, importing: { id: 'x' } } };
    expect(slicesIn(moved, imported, resource('aws_vpc.main'))).toEqual([
      [undefined, ['aws_vpc.main']],
      ['moved or imported without changes', ['aws_sqs_queue.new', 'aws_sqs_queue.there']],
    ]);
    expect(slicesIn(moved, imported)).toEqual([[undefined, ['aws_sqs_queue.new', 'aws_sqs_queue.there']]]);
  });
});
