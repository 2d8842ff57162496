import { readDefinition } from './definition';
import { resumePoint } from './resume-point';

const invoke = 'arn:aws:states:::lambda:invoke';
const definition = readDefinition(
  JSON.stringify({
    StartAt: 'Read',
    States: {
      Read: { Type: 'Task', Resource: invoke, Next: 'Decide' },
      Decide: { Type: 'Choice', Choices: [{ Variable: '$.a', BooleanEquals: true, Next: 'Each' }], Default: 'Start' },
      Each: {
        Type: 'Map',
        Iterator: { StartAt: 'Item', States: { Item: { Type: 'Task', Resource: invoke, End: true } } },
        Next: 'Write',
      },
      Start: { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', Next: 'Write' },
      Write: { Type: 'Pass', End: true },
      Items: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'One',
          States: { One: { Type: 'Pass', End: true } },
        },
        End: true,
      },
    },
  }),
);
const entered = (name: string, input: unknown = {}) => ({ type: 'StateEntered', details: { state: { name, input } } });
const exited = (name: string, output: unknown, input: unknown = {}) => ({
  type: 'StateExited',
  details: { state: { name, input, output } },
});
const pointAfter = (...events: readonly { type: string; details: object }[]) =>
  resumePoint(definition, {
    history: events.map(({ type, details }, index) => ({ id: index + 1, timestamp: 0, type, details: { ...details } })),
  });

test.each([
  [
    'resumes an execution at the first state if the history is empty',
    [],
    { kind: 'state', state: 'Read', input: undefined },
  ],
  [
    'resumes an execution at the state that was running',
    [entered('Read', { b: 1 })],
    { kind: 'state', state: 'Read', input: { b: 1 } },
  ],
  [
    'resumes an execution at the next state if a state had succeeded',
    [entered('Each'), exited('Each', [1])],
    { kind: 'state', state: 'Write', input: [1] },
  ],
  [
    'resumes an execution at a Choice state, which is evaluated again',
    [entered('Decide', { a: false }), exited('Decide', { a: false }, { a: false })],
    { kind: 'state', state: 'Decide', input: { a: false } },
  ],
  [
    'returns the output of an execution whose last state had succeeded',
    [entered('Write', 1), exited('Write', 1)],
    { kind: 'succeeded', output: 1 },
  ],
])('resumePoint %s', (_, events, point) => expect(pointAfter(...events)).toEqual(point));

test.each([
  ['a Map', [entered('Each'), entered('Item')], 'Each'],
  ['executions', [entered('Start')], 'Start'],
  ['a distributed Map', [entered('Items')], 'Items'],
])('resumePoint does not resume an execution in a state that runs %s', (_, events, state) =>
  expect(pointAfter(...events)).toEqual({
    kind: 'not resumable',
    reason: expect.stringContaining(`the state ${state},`),
  }),
);
