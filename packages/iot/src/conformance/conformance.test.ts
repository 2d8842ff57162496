import { functionExamples, transformExamples } from './function-examples.fixture';
import { runExample } from './run-example.fixture';
import { statementExamples } from './statement-examples.fixture';

const examples = [...functionExamples, ...transformExamples, ...statementExamples];
const executable = examples.filter(({ notRun }) => notRun === undefined);

describe("an example from AWS's developer guide", () => {
  test.each(
    executable.filter(({ differs }) => differs === undefined).map((example) => [example.text, example] as const),
  )('%s returns the printed result', (_, example) =>
    expect(runExample(example)).toEqual({ isDocumented: true, given: expect.any(String) }),
  );

  test.each(
    executable.filter(({ differs }) => differs !== undefined).map((example) => [example.text, example] as const),
  )('%s returns a result that differs from the printed result, as the note explains', (_, example) => {
    expect(runExample(example)).toEqual({ isDocumented: false, given: example.differs });
    expect(example.note).toMatch(/\w+ \w+/);
  });
});
