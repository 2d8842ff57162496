import { reportedBy, updated } from './dangers.fixture';
import { errorHandlingRemoved } from './error-handling-removed';

const reported = reportedBy(errorHandlingRemoved);
const retry = [{ ErrorEquals: ['States.TaskFailed', 'States.Timeout'], MaxAttempts: 3 }];
const caught = [{ ErrorEquals: ['States.ALL'], Next: 'Tell' }];
const machine = (state: object) => ({ StartAt: 'Ask', States: { Ask: { Type: 'Task', End: true, ...state } } });
const changed = (before: object, after: object) => {
  const [was, is] = [before, after].map((definition) => ({ definition: JSON.stringify(definition) }));
  return updated('aws_sfn_state_machine.power', was ?? {}, is ?? {});
};

test.each([
  ['Retry', machine({ Retry: retry }), machine({}), 'state Ask is no longer retried'],
  [
    'attempts',
    machine({ Retry: retry }),
    machine({ Retry: retry.map((one) => ({ ...one, MaxAttempts: 0 })) }),
    'state Ask is no longer retried',
  ],
  [
    'an error in Retry',
    machine({ Retry: retry }),
    machine({ Retry: [{ ErrorEquals: ['States.Timeout'] }] }),
    'state Ask is no longer retried after States.TaskFailed',
  ],
  ['Catch', machine({ Catch: caught }), machine({}), 'state Ask no longer catches errors'],
  [
    'Retry inside a Map state',
    { States: { Each: { Type: 'Map', ItemProcessor: machine({ Retry: retry }) } } },
    { States: { Each: { Type: 'Map', ItemProcessor: machine({}) } } },
    'state Ask is no longer retried',
  ],
  [
    'Catch inside a Parallel state',
    { States: { Both: { Type: 'Parallel', Branches: [machine({ Catch: caught })] } } },
    { States: { Both: { Type: 'Parallel', Branches: [machine({})] } } },
    'state Ask no longer catches',
  ],
])('reports a state that loses %s, but not the opposite change', (_, before, after, expected) => {
  expect(reported(changed(before, after))).toEqual([expect.stringContaining(expected)]);
  expect(reported(changed(after, before))).toEqual([]);
});

test('ignores removed states and invalid JSON', () => {
  expect(reported(changed(machine({ Retry: retry }), { States: {} }))).toEqual([]);
  const torn = { definition: '{"States":' };
  expect(reported(updated('aws_sfn_state_machine.power', torn, torn))).toEqual([]);
});
