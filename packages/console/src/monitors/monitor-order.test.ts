import type { MonitorSummary } from '../api/operations';
import { monitorsByState, severitiesOf } from './monitor-order';

const monitor = (id: string, state: string, severity: string): MonitorSummary => ({
  id,
  name: `Name of ${id}`,
  type: 'metric alert',
  severity,
  state,
  groups: [],
  handles: ['@slack-oncall'],
});

const monitors = [
  monitor('slow', 'OK', 'ticket'),
  monitor('errors', 'OK', 'page'),
  monitor('silent', 'No Data', 'page'),
  monitor('denied', 'Alert', 'signal'),
];
const idsOf = (filter: Partial<{ text: string; severity: string }>) =>
  monitorsByState(monitors, { text: '', severity: '', ...filter }).map(([state, members]) => [
    state,
    members.map(({ id }) => id),
  ]);

describe('monitorsByState', () => {
  it('lists alerts first, and the most urgent monitors of a state first', () => {
    expect(idsOf({})).toEqual([
      ['Alert', ['denied']],
      ['OK', ['errors', 'slow']],
      ['No Data', ['silent']],
    ]);
  });

  it('finds monitors by severity and by each word', () => {
    expect(idsOf({ severity: 'page', text: 'oncall SILENT' })).toEqual([['No Data', ['silent']]]);
    expect(idsOf({ text: 'missing' })).toEqual([]);
  });
});

describe('severitiesOf', () => {
  it('lists the most urgent severity first', () => {
    expect(severitiesOf(monitors)).toEqual(['page', 'ticket', 'signal']);
  });
});
