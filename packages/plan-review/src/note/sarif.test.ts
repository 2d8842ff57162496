import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { sarifOf } from './sarif';

const deleted = (name: string) => ({
  address: `aws_dynamodb_table.${name}`,
  mode: 'managed',
  type: 'aws_dynamodb_table',
  name,
  change: { actions: ['delete'], before: { name }, after: null },
});
const reported = (names: readonly string[]) => {
  const review = reviewOf(planOf({ resource_changes: names.map(deleted) }, { stack: 'shop' }));
  return { ...review, findings: [], locationOf: () => ({ path: 'stacks/shop table.ts', line: 12 }) };
};

// Source: OASIS, "SARIF 2.1.0"; GitHub docs, "SARIF support for code scanning"
describe('sarifOf', () => {
  test('reports each danger at its line of code, with a stable fingerprint', () => {
    const [log, again] = [sarifOf([reported(['jobs'])]), sarifOf([reported(['jobs'])])].map((text) => JSON.parse(text));
    expect(log).toMatchObject({ version: '2.1.0' });
    const [run] = log.runs;
    const help =
      'To avoid this danger, back up the data first, or keep the resource (if it was renamed, add a moved block). ' +
      'To accept it, add "# plan-review: accept data-loss until YYYY-MM-DD because …" to a file that --accept names.';
    expect(run.tool.driver.rules).toEqual([
      { id: 'data-loss', shortDescription: { text: 'data loss' }, help: { text: help } },
    ]);
    expect(run.results).toMatchObject([
      {
        ruleId: 'data-loss',
        level: 'error',
        message: { text: 'Data loss: aws_dynamodb_table.jobs is deleted: its items are lost' },
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'stacks/shop%20table.ts' }, region: { startLine: 12 } } },
        ],
      },
    ]);
    expect(again).toEqual(log);
  });

  test('reports a plan that cannot be applied, even without dangers', () => {
    const [run] = JSON.parse(sarifOf([{ ...reported([]), broken: 'Terraform failed while planning' }])).runs;
    expect(run.results).toMatchObject([
      {
        ruleId: 'cannot-be-applied',
        level: 'error',
        message: { text: 'Cannot be applied: Terraform failed while planning' },
      },
    ]);
  });

  test('limits the results to 5,000 as GitHub does, and reports the number of omitted results', () => {
    const names = Array.from({ length: 5_002 }, (_, at) => `t${at}`);
    const [run] = JSON.parse(sarifOf([reported(names)])).runs;
    expect(run.results).toHaveLength(5_000);
    expect(JSON.stringify(run.invocations)).toContain('2 less severe results are omitted');
  });
});
