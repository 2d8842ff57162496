import { reportedBy, updated } from './dangers.fixture';
import { eventsDropped } from './events-dropped';

const reported = reportedBy(eventsDropped);
const address = 'pagerduty_event_orchestration_global.main';
const dropping = (expression: string, actions: object = { drop_event: true }) => ({
  set: [{ id: 'start', rule: [{ label: 'noise', condition: [{ expression }], actions: [actions] }] }],
});

test('reports that a rule which drops events matches other events', () => {
  expect(reported(updated(address, dropping("env matches 'test'"), dropping("severity matches 'critical'")))).toEqual([
    `${address} drops or suppresses other events: severity matches 'critical'`,
  ]);
});

test('ignores rules that drop no events, rules that match the same events, and new rules', () => {
  const routes = { severity: 'info' };
  expect(reported(updated(address, dropping('a', routes), dropping('b', routes)))).toEqual([]);
  expect(reported(updated(address, dropping('a'), { ...dropping('a'), description: 'x' }))).toEqual([]);
  expect(reported(updated(address, dropping('a', routes), dropping('b')))).toEqual([]);
});
