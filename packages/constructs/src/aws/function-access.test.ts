import { Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { Feature } from '../stack/feature';
import { platformStack } from '../stack/platform-stack.fixture';
import { reportedIn } from '../stack/problems';
import { seconds } from '../units';
import { checkFunctionAccess, FunctionAccess } from './function-access';
import { NodeFunction } from './node-function';

class Archive extends Feature {
  constructor(scope: Construct) {
    super(scope, 'archive');
    const readArchive = { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::archive' } as const;
    new FunctionAccess(this, 'report', { environment: { ARCHIVE: 'archive' }, can: [[readArchive]] });
  }
}

class OtherArchive extends Feature {
  constructor(scope: Construct) {
    super(scope, 'other-archive');
    new FunctionAccess(this, 'report', { environment: { ARCHIVE: 'other', OWN: 'other' }, can: [] });
  }
}

class Report extends Feature {
  constructor(scope: Construct) {
    super(scope, 'reports');
    new NodeFunction(this, 'report', { timeout: seconds(10), environment: { OWN: 'own' }, can: [] });
  }
}

function stackOf(...features: readonly (new (scope: Construct) => Feature)[]) {
  const stack = platformStack(Testing.app({ stackTraces: false }), ['report']);
  for (const Declared of features) new Declared(stack);
  checkFunctionAccess(stack);
  return stack;
}

test('a function has the variables and permissions granted by an earlier feature', () => {
  const stack = stackOf(Archive, Report);
  const text = JSON.stringify(stack.toTerraform());
  for (const part of ['"ARCHIVE":"archive"', '"OWN":"own"', 's3:ListBucket']) expect(text).toContain(part);
  expect(reportedIn(stack)).toEqual([]);
});

test.each([
  ['is missing', [Archive]],
  ['is declared earlier', [Report, Archive]],
])('reports access for a function that %s', (_what, features) => {
  expect(reportedIn(stackOf(...features)).map(({ subject, message }) => `${subject}: ${message}`)).toEqual([
    'access for function report: no later feature declares this function; declare this feature earlier, or remove the access',
  ]);
});

test('reports a variable that is already set by the function or another feature', () => {
  expect(reportedIn(stackOf(Archive, OtherArchive, Report)).map(({ message }) => message)).toEqual([
    'the function already has a variable ARCHIVE',
    'the function already has a variable OWN',
  ]);
});
