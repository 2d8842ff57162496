import { readDefinition } from './definition';

const machine = (states: object, more: object = {}) =>
  JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });

const invoke = 'arn:aws:states:::lambda:invoke';
const task = (more: object = {}) => ({ Type: 'Task', Resource: invoke, End: true, ...more });

const never = 2_147_483;

/** Returns a Map state whose items are separate executions. */
const distributed = (more: object = {}, config: object = {}) => ({
  Type: 'Map',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD', ...config },
    StartAt: 'In',
    States: { In: task() },
  },
  End: true,
  ...more,
});

describe('readDefinition', () => {
  test('returns tasks, waits and retries, including those inside Map and Parallel', () => {
    const inner = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
    const { tasks, waits } = readDefinition(
      machine({
        Ask: task({ Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 5, BackoffRate: 1 }, { ErrorEquals: ['B'] }] }),
        Pause: { Type: 'Wait', Seconds: 60, Next: 'Each' },
        Each: { Type: 'Map', ItemProcessor: inner('Item', task()), Next: 'Both' },
        Old: { Type: 'Map', Iterator: inner('OldItem', task()), End: true },
        Both: { Type: 'Parallel', Branches: [inner('Left', task()), inner('Right', { Type: 'Wait', Seconds: 1 })] },
      }),
    );
    expect(tasks.map(({ name }) => name)).toEqual(['Ask', 'Item', 'OldItem', 'Left']);
    expect([...waits]).toEqual(['Pause', 'Right']);
    const byDefault = { MaxAttempts: 3, JitterStrategy: 'NONE' };
    expect(tasks[0]).toEqual({
      name: 'Ask',
      resource: invoke,
      retriers: [
        { ...byDefault, ErrorEquals: ['A'], IntervalSeconds: 5, BackoffRate: 1 },
        { ...byDefault, ErrorEquals: ['B'], IntervalSeconds: 1, BackoffRate: 2 },
      ],
    });
  });

  test.each([
    [{}, { 'input.$': '$' }],
    [{ Parameters: { a: 1 } }, { input: { a: 1 } }],
    [
      { TimeoutSeconds: 30, HeartbeatSeconds: 5 },
      { 'input.$': '$', timeoutSeconds: 30, heartbeatSeconds: 5 },
    ],
    [
      { TimeoutSecondsPath: '$.limit', HeartbeatSecondsPath: '$.beat' },
      { 'input.$': '$', 'timeoutSeconds.$': '$.limit', 'heartbeatSeconds.$': '$.beat' },
    ],
  ])(
    'replaces the fields %j of a task with parameters, because the engine supports only limits in real time',
    (fields, Parameters) => {
      const definition = readDefinition(machine({ Ask: task(fields) }, { TimeoutSeconds: 120 }));
      expect(definition.timeoutSeconds).toBe(120);
      expect(definition.machine).toEqual({
        StartAt: 'Ask',
        States: { Ask: { ...task({ Parameters }), TimeoutSeconds: never } },
      });
    },
  );

  test.each([
    [{ Seconds: 5 }, { seconds: 5 }],
    [{ SecondsPath: '$.s' }, { 'seconds.$': '$.s' }],
    [{ Timestamp: '2026-01-01T00:00:00Z' }, { timestamp: '2026-01-01T00:00:00Z' }],
    [{ TimestampPath: '$.t' }, { 'timestamp.$': '$.t' }],
  ])('replaces a Wait %j with a task that waits', (fields, time) => {
    const definition = readDefinition(machine({ Pause: { Type: 'Wait', ...fields, InputPath: '$.a', Next: 'End' } }));
    const Parameters = { 'input.$': '$', ...time };
    expect(definition.machine['States']).toEqual({
      Pause: { Type: 'Task', Resource: 'wait', Parameters, TimeoutSeconds: never, InputPath: '$.a', Next: 'End' },
    });
  });

  test("replaces a distributed Map with a task and returns the items' definition", () => {
    const bounds = { MaxConcurrency: 3, ToleratedFailurePercentagePath: '$.share', ResultPath: null };
    const {
      machine: left,
      tasks,
      maps,
    } = readDefinition(machine({ Each: distributed({ ...bounds, ItemsPath: '$.a' }) }));
    expect(tasks).toEqual([]);
    expect(left['States']).toEqual({
      Each: {
        Type: 'Task',
        Resource: 'map',
        Parameters: { 'input.$': '$', 'items.$': '$.a', maxConcurrency: 3, 'toleratedPercentage.$': '$.share' },
        ResultPath: null,
        TimeoutSeconds: never,
        End: true,
      },
    });
    expect(maps).toMatchObject([{ name: 'Each', label: 'Each', items: { tasks: [{ name: 'In', resource: invoke }] } }]);
  });

  test.each([
    [machine({ Ask: task() }, { QueryLanguage: 'JSONata' }), 'QueryLanguage JSONata is not supported locally'],
    [machine({ Ask: task({ QueryLanguage: 'JSONata' }) }), 'state Ask: JSONata is not supported locally; use JSONPath'],
    [
      machine({
        Each: { Type: 'Map', ItemProcessor: { StartAt: 'In', States: { In: task({ QueryLanguage: 'JSONata' }) } } },
      }),
      'state In: JSONata is not supported locally',
    ],
    [machine({ Pause: { Type: 'Wait', End: true } }), 'state Pause: a Wait must have one of Seconds, SecondsPath'],
    [machine({ Pause: { Type: 'Wait', Seconds: 1, Timestamp: 'x' } }), 'state Pause: a Wait must have one of'],
    [machine({ Ask: task({ Assign: { a: 1 } }) }), 'state Ask: Assign is not supported locally'],
    [machine({ Each: { Type: 'Map', ItemReader: {} } }), 'state Each: ItemReader is not supported locally'],
    [machine({ Each: distributed({ ItemReader: {} }) }), 'state Each: ItemReader is not supported locally'],
    [
      machine({ Each: distributed({}, { ExecutionType: 'EXPRESS' }) }),
      'state Each: ExecutionType EXPRESS is not supported locally; use STANDARD',
    ],
    [
      machine({ Each: distributed({ ToleratedFailurePercentage: 5 }) }),
      'state Each: results with tolerated failures are not supported locally; set ResultPath to null',
    ],
    [
      machine({ Each: distributed({ ItemSelector: { 'all.$': '$$.Execution.Input' } }) }),
      'state Each: $$.Execution.Input in ItemSelector is not supported locally',
    ],
    [machine({ Each: distributed({ Retry: [] }) }), 'state Each: Retry on a Map state is not supported locally'],
    [
      machine({ Each: { Type: 'Map', ItemProcessor: {}, ToleratedFailureCount: 1 } }),
      'state Each: ToleratedFailureCount is not supported locally',
    ],
    [
      machine({ Both: { Type: 'Parallel', Branches: [], Retry: [{ ErrorEquals: ['A'] }] } }),
      'state Both: Retry on a Parallel state is not supported locally; move it to the tasks inside the state',
    ],
    [machine({ Ask: task({ Retry: [{}] }) }), 'ErrorEquals'],
    ['{', 'JSON'],
    ['{"States": {}}', 'StartAt'],
  ])('rejects %s', (text, message) => expect(() => readDefinition(text)).toThrow(message));
});
