import { plain } from '../note/json-output';
import { declaring } from '../plan/declaring.fixture';
import { dangersIn } from './rules';

const reported = (...given: Parameters<typeof declaring>) =>
  dangersIn(declaring(...given)).map(({ kind, what }) => `${kind}: ${plain(what)}`);

const all = {
  'aws_cloudwatch_log_group.app': { later: { kms_key_id: ['aws_kms_key.logs.arn'] } },
  'aws_kms_key.logs': {},
} as const;

describe('a new log group whose new key has only the default policy', () => {
  test('cannot be created', () =>
    expect(reported(all)).toEqual([
      'cannot be applied: aws_cloudwatch_log_group.app cannot be created: no policy of aws_kms_key.logs lets CloudWatch Logs use the key',
    ]));

  test('can be created if the key has another policy, or may have one', () => {
    const policy = { later: { key_id: ['aws_kms_key.logs.id'] } };
    expect(reported({ ...all, 'aws_kms_key_policy.logs': policy })).toEqual([]);
    expect(
      reported({ ...all, 'aws_kms_key.logs': { later: { policy: ['data.aws_iam_policy_document.logs.json'] } } }),
    ).toEqual([]);
    const other = { later: { key_id: ['each.value'] } };
    expect(reported({ ...all, 'aws_kms_key_policy.all': other })).toEqual([]);
    const group = { later: { kms_key_id: ['var.key', 'aws_kms_key.logs.arn'] } };
    expect(reported({ ...all, 'aws_cloudwatch_log_group.app': group })).toEqual([]);
    const tagged = { later: { tags: ['aws_kms_key.logs.arn'] } };
    expect(reported({ ...all, 'aws_cloudwatch_log_group.app': tagged })).toEqual([]);
    const output = { key: { expression: { references: ['aws_kms_key.logs.id'] } } };
    expect(reported(all, {}, { outputs: output })).toEqual([]);
  });
});
