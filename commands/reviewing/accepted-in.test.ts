import { dev } from '../../config/dev';
import { acceptedIn, explainUnappliedAcceptances } from './accepted-in';

test('accepted findings apply to our own plans, by name or by tags, and to no others', () => {
  expect(acceptedIn({ stack: dev.stack, project: undefined }).length).toBeGreaterThan(0);
  expect(acceptedIn({ stack: 'plan', project: 'himeshima' }).length).toBeGreaterThan(0);
  expect(acceptedIn({ stack: 'plan', project: 'lights' })).toEqual([]);
  expect(acceptedIn({ stack: 'plan', project: undefined })).toEqual([]);
});

describe('a finding that is accepted in one stack only', () => {
  const finding = {
    check: 'dynamodb-deletion-protection',
    address: 'aws_dynamodb_table.devices',
    where: undefined,
    severity: 'minor',
    reason: '',
    fix: '',
    source: '',
  } as const;

  test('is explained if the stack of our plan is not known', () => {
    expect(explainUnappliedAcceptances({ stack: 'plan', project: 'himeshima' }, [finding])).toBe(
      `1 finding would be accepted in the stack ${dev.stack}; add --stack NAME if the plan is of that stack`,
    );
  });

  test.each([
    ['the stack is known', { stack: `${dev.stack}-foundation`, project: 'himeshima' }, [finding]],
    ['the plan is of another project', { stack: 'plan', project: 'lights' }, [finding]],
    ['nothing was found', { stack: 'plan', project: 'himeshima' }, []],
  ])('needs no explanation if %s', (_, plan, findings) =>
    expect(explainUnappliedAcceptances(plan, findings)).toBeUndefined(),
  );
});
