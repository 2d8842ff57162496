import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { codeQualityOf } from './code-quality';
import { jsonOf, widgetOf } from './for-programs';

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
    codeQualityOf([{ ...review, placeOf: () => ({ path: hostile, line: 1 }), findings: review.findings.added }]),
  ],
])('the format %s shows every invisible character', (_, output) => {
  expect(output).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
  expect(JSON.parse(output)).toBeDefined();
});

test('names in JSON are those of the plan', () =>
  expect(JSON.parse(jsonOf([review]))).toMatchObject([
    { stack: hostile, outputs: [hostile], failedChecks: [hostile], addresses: [{ address, action: 'replace' }] },
  ]));
