import { reportedBy, updated } from './dangers.fixture';
import { runtimeChanged } from './runtime-changed';

const reported = reportedBy(runtimeChanged);
const lambda = (before: string, after: string) =>
  reported(updated('aws_lambda_function.f', { runtime: before }, { runtime: after }));

test.each([
  ['nodejs22.x', 'python3.9', 'runs with python3.9 instead of nodejs22.x: code in the previous language fails'],
  ['python3.13', 'python3.9', 'runs with python3.9 instead of python3.13: code that needs the newer version fails'],
  ['nodejs22.x', 'nodejs18.x', 'runs with nodejs18.x instead of nodejs22.x: code that needs the newer version fails'],
  ['java21', 'java8.al2', 'runs with java8.al2 instead of java21: code that needs the newer version fails'],
])('reports a function that runs with another language or an older version (%s to %s)', (before, after, expected) =>
  expect(lambda(before, after)).toEqual([`aws_lambda_function.f ${expected}`]),
);

test.each([
  ['nodejs20.x', 'nodejs22.x'],
  ['dotnetcore3.1', 'dotnet8'],
  ['python3.9', 'python3.13'],
  ['nodejs22.x', 'nodejs22.x'],
  ['provided.al2', 'provided.al2023'],
])('ignores a newer version and custom runtimes (%s to %s)', (before, after) =>
  expect(lambda(before, after)).toEqual([]),
);

test('reads the runtime of a function in Google Cloud', () => {
  const side = (runtime: string) => ({ build_config: [{ runtime }] });
  expect(reported(updated('google_cloudfunctions2_function.f', side('nodejs22'), side('go121')))).toHaveLength(1);
});
