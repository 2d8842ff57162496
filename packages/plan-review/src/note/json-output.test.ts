import { planOf } from '../plan/read-plan';
import { realPlan, realPlans } from '../real-plans/real-plans.fixture';
import { reviewOf } from '../review';
import { deleted } from '../rules/dangers.fixture';
import { codeQualityOf } from './code-quality';
import { jsonOf, widgetOf } from './json-output';
import { reviewsJson } from './json-schema';

const hostile = 'a\u202eb\u200bc\u2028d\u009be\u007ff\u001bg\u2066h\ufeffi';
const address = `aws_dynamodb_table.devices[${JSON.stringify(hostile)}]`;
const review = reviewOf(
  planOf(
    {
      resource_changes: [
        {
          address,
          mode: 'managed',
          type: 'aws_dynamodb_table',
          name: 'devices',
          change: { actions: ['delete', 'create'], before: { name: hostile }, after: { name: `${hostile}2` } },
        },
      ],
      output_changes: { [hostile]: { actions: ['create'] } },
      checks: [{ address: { to_display: hostile }, status: 'fail' }],
    },
    { stack: hostile },
  ),
);

test.each([
  ['json', jsonOf([review])],
  ['widget', widgetOf([review])],
  [
    'codequality',
    codeQualityOf([{ ...review, locationOf: () => ({ path: hostile, line: 1 }), findings: review.findings.added }]),
  ],
])('replaces or escapes every invisible character in %s output', (_, output) => {
  expect(output).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
  expect(JSON.parse(output)).toBeDefined();
});

describe('JSON', () => {
  const query = (threshold: string) =>
    `sum(last_5m):sum:aws.lambda.errors{env:prod,service:shop,team:commerce,region:eu-west-1}.as_count() > ${threshold}`;
  const changed = (address: string, before: object, after: object, more: object = {}) => {
    const [type = '', name] = address.split('.');
    return { address, mode: 'managed', type, name, change: { actions: ['update'], before, after, ...more } };
  };
  const {
    reviews: [review],
  } = JSON.parse(
    jsonOf([
      reviewOf(
        planOf(
          {
            resource_changes: [
              changed(
                'datadog_monitor.errors',
                { type: 'query alert', name: 'Errors', message: '', query: query('0.05') },
                { type: 'query alert', name: 'Errors', message: '', query: query('0.2') },
              ),
              changed(
                'aws_security_group.shop',
                { ingress: [{ cidr_blocks: ['10.0.0.0/16'] }] },
                { ingress: [{ cidr_blocks: ['192.168.0.0/16'] }] },
              ),
              changed(
                'aws_sqs_queue.jobs',
                { name: 'a' },
                { name: 'b' },
                { actions: ['delete', 'create'], replace_paths: [['name']] },
              ),
            ],
          },
          { stack: 'shop' },
        ),
      ),
    ]),
  );
  const resources: readonly { readonly address: string; readonly note: string; readonly lines: readonly string[] }[] =
    review.slices.flatMap((slice: { readonly resources: readonly object[] }) => slice.resources);
  const resource = (address: string) => resources.find((one) => one.address === address);

  test('marks removed and added text in a query without splitting numbers', () =>
    expect(review.monitors[0].query).toMatch(/^….*\.as_count\(\) > \[-0\.05-\] \{\+0\.2\+\}$/));

  test('marks removed list items with - and added list items with +', () =>
    expect(resource('aws_security_group.shop')?.lines).toEqual([
      'ingress.cidr_blocks: - 10.0.0.0/16 + 192.168.0.0/16',
    ]));

  test('removes the leading separator of a note', () =>
    expect(resource('aws_sqs_queue.jobs')?.note).toBe('because name changes: destroyed and created again'));
});

test('renders unknown policies, and dangers with several causes, as JSON that matches the published schema', () => {
  const created = (type: string, after: object, unknown: object) => ({
    address: `${type}.new`,
    mode: 'managed',
    type,
    name: 'new',
    change: { actions: ['create'], before: null, after, after_unknown: unknown },
  });
  const vpc_config = [{ endpoint_public_access: true, public_access_cidrs: ['0.0.0.0/0'] }];
  const declared = { address: 'aws_iam_policy.new', expressions: { policy: { references: ['aws_s3_bucket.a.arn'] } } };
  const plan = planOf(
    {
      resource_changes: [
        created('aws_iam_policy', {}, { policy: true }),
        created('aws_eks_cluster', { vpc_config }, {}),
      ],
      configuration: { root_module: { resources: [declared] } },
    },
    { stack: 'dev' },
  );
  const json: unknown = JSON.parse(jsonOf([reviewOf(plan)]));
  expect(reviewsJson.safeParse(json).error).toBeUndefined();
  expect(JSON.stringify(json)).toContain('"because":"security-relevant attribute"');
});

test.each(realPlans)('renders the plan %s as JSON that matches the published schema', (name) => {
  const review = reviewOf(planOf(realPlan(name), { stack: 'dev' }));
  expect(() => reviewsJson.parse(JSON.parse(jsonOf([review])))).not.toThrow();
});

test('keeps names from the plan unchanged in JSON', () =>
  expect(JSON.parse(jsonOf([review])).reviews).toMatchObject([
    { stack: hostile, outputs: [hostile], failedChecks: [hostile], addresses: [{ address, action: 'replace' }] },
  ]));

test('says of each danger what it means, how to avoid it, and how to accept it', () => {
  const json = jsonOf([reviewOf(planOf({ resource_changes: [deleted('aws_dynamodb_table.t')] }, { stack: 'dev' }))]);
  expect(reviewsJson.parse(JSON.parse(json)).reviews[0]?.dangers).toEqual([
    expect.objectContaining({
      rule: 'data-loss',
      effect: 'another apply cannot restore the data',
      remedy: expect.stringContaining('back up the data first'),
      accept: '# plan-review: accept data-loss until YYYY-MM-DD because …',
    }),
  ]);
});
