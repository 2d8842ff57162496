import { readDefinition } from './definition';

const machine = (states: object, more: object = {}) =>
  JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });

const invoke = 'arn:aws:states:::lambda:invoke';
const task = (more: object = {}) => ({ Type: 'Task', Resource: invoke, End: true, ...more });

describe('a definition', () => {
  test('gives its tasks, waits and retries, those inside Map and Parallel included', () => {
    const inner = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
    const definition = readDefinition(
      machine({
        Ask: task({ TimeoutSeconds: 30, Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 5 }, { ErrorEquals: ['B'] }] }),
        Pause: { Type: 'Wait', Seconds: 60, Next: 'Each' },
        Each: { Type: 'Map', ItemProcessor: inner('Item', task()), Next: 'Both' },
        Old: { Type: 'Map', Iterator: inner('OldItem', task()), End: true },
        Both: { Type: 'Parallel', Branches: [inner('Left', task()), inner('Right', { Type: 'Wait', Seconds: 1 })] },
      }),
    );
    expect(definition.tasks).toEqual([
      { name: 'Ask', resource: invoke, timeoutSeconds: 30 },
      { name: 'Item', resource: invoke, timeoutSeconds: undefined },
      { name: 'OldItem', resource: invoke, timeoutSeconds: undefined },
      { name: 'Left', resource: invoke, timeoutSeconds: undefined },
    ]);
    expect(definition.waits).toEqual([
      { name: 'Pause', seconds: 60 },
      { name: 'Right', seconds: 1 },
    ]);
    expect(definition.retries).toEqual({ Ask: [5, 1] });
  });

  test.each([{ TimeoutSeconds: 30 }, {}])(
    'with the limit %j hands it over, so that the engine neither keeps it nor its own of 60 s by its own clock',
    (limit) => {
      const definition = readDefinition(machine({ Ask: task(limit) }, { TimeoutSeconds: 120 }));
      expect(definition.timeoutSeconds).toBe(120);
      expect(definition.tasks[0]?.timeoutSeconds).toBe(limit.TimeoutSeconds);
      expect(definition.machine).toEqual({ StartAt: 'Ask', States: { Ask: task({ TimeoutSeconds: 2_147_483 }) } });
    },
  );

  test.each([
    [machine({ Ask: task() }, { QueryLanguage: 'JSONata' }), 'QueryLanguage JSONata cannot run locally'],
    [machine({ Ask: task({ QueryLanguage: 'JSONata' }) }), 'state Ask: JSONata cannot run locally; write JSONPath'],
    [
      machine({
        Each: { Type: 'Map', ItemProcessor: { StartAt: 'In', States: { In: task({ QueryLanguage: 'JSONata' }) } } },
      }),
      'state In: JSONata cannot run locally',
    ],
    ['{', 'JSON'],
    ['{"States": {}}', 'StartAt'],
  ])('%s is refused', (text, message) => expect(() => readDefinition(text)).toThrow(message));
});
