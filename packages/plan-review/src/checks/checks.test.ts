import { readStack } from '@himeshima/terraform-json';
import { apiExamples } from './api-checks.fixture';
import { checks } from './checks';
import { dynamodbExamples } from './dynamodb-checks.fixture';
import type { CheckExamples, Example } from './example.fixture';
import { findingsIn } from './findings';
import { iotExamples } from './iot-checks.fixture';
import { lambdaExamples } from './lambda-checks.fixture';
import { mappingExamples } from './mapping-checks.fixture';
import { monitorExamples } from './monitor-checks.fixture';
import { sqsExamples } from './sqs-checks.fixture';
import { resourcesOfStack } from './stack-resources';

const examples: CheckExamples = {
  ...apiExamples,
  ...dynamodbExamples,
  ...iotExamples,
  ...lambdaExamples,
  ...mappingExamples,
  ...monitorExamples,
  ...sqsExamples,
};
const examplesOf = (id: string) => examples[id] ?? { good: [], bad: [] };
const foundIn = (resource: Example) => findingsIn(resourcesOfStack(readStack({ resource })));
const idsIn = (example: Example) => [...new Set(foundIn(example).map(({ check }) => check))];

describe.each(checks)('$id', ({ id, about, reason, fix, source }) => {
  const { good, bad } = examplesOf(id);

  test('reports no finding for the good examples of the check', () => {
    expect(good.length).toBeGreaterThan(0);
    for (const example of good) expect(foundIn(example)).toEqual([]);
  });

  test('reports only findings of the check for its bad examples', () => {
    expect(bad.length).toBeGreaterThan(0);
    for (const example of bad) expect(idsIn(example)).toEqual([id]);
  });

  test('checks a resource type in each bad example, cites a lens, and contains no markup', () => {
    for (const example of bad) expect(about.some((type) => type in example)).toBe(true);
    // notes contain the reason and the fix unescaped
    expect(`${reason} ${fix} ${source}`).not.toMatch(/@\w|[<`\n]|!\[/);
    expect(source).toMatch(/^(Serverless Lens (OPS|SEC|REL|PERF|COST) \d|IoT Lens IOT[A-Z]+\d\d-BP\d\d)/);
  });
});

describe('all checks', () => {
  test('reports no findings for values known only after apply', () => {
    for (const example of Object.values(examples).flatMap(({ good }) => good)) {
      const resources = resourcesOfStack(readStack({ resource: example }));
      expect(findingsIn(resources.map((one) => ({ ...one, values: {}, unknown: true })))).toEqual([]);
    }
  });

  test('has unique check ids, and examples for each id', () => {
    expect(checks.map(({ id }) => id).sort()).toEqual(Object.keys(examples).sort());
  });

  test('mentions devices only in checks of AWS IoT resources', () => {
    const general = checks.filter(({ id }) => !id.startsWith('iot-'));
    for (const { reason, fix } of general) expect(`${reason} ${fix}`).not.toMatch(/\bdevices?\b/);
  });
});
