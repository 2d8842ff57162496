import { parseMonitorQuery } from '@himeshima/datadog-monitors';
import { findMissingMetric } from '@himeshima/local-aws/reference';
import { flow, monitors } from '../../monitors/monitors';
import { workingHours } from '../../monitors/severities';
import { slos } from '../../monitors/slos';
import { at, ofType, references, type SynthesizedEnvironment, textAt, valueAt } from './synthesized-environments';

/** Tests invariants of SLOs, the dashboard, notification rules and downtimes. */
export function monitoringInvariants(synthesized: () => SynthesizedEnvironment): void {
  test('every SLO is declared with a fast burn rate that pages through a composite, and a slow burn rate that creates a ticket', () => {
    for (const { id, target } of slos) {
      const block = at(synthesized(), `datadog_service_level_objective.${id}`);
      expect(valueAt(block, 'thresholds.0.target')).toBe(target);
      const burns = monitors.filter(({ kind, query }) => kind === 'slo alert' && query.includes(`"${id}"`));
      const windows = burns.map(({ kind, query, severity }) => {
        const parsed = parseMonitorQuery(kind, query);
        if (parsed.kind !== 'slo' || parsed.burnRate === undefined) return query;
        return `${severity}: ${parsed.threshold.value} over ${parsed.burnRate.longMinutes} and ${parsed.burnRate.shortMinutes}`;
      });
      expect(windows.sort()).toEqual(['signal: 14.4 over 60 and 30', 'ticket: 6 over 360 and 30']);
    }
  });

  test('the local runtime emits every metric that monitors and SLOs use, or a reason is declared', () => {
    const texts = [...monitors.map(({ query }) => query), ...slos.flatMap(({ good, total }) => [good, total])];
    const metrics = new Set(texts.flatMap((text) => text.match(/aws\.\w+\.[\w.]+(?=\{)/g) ?? []));
    expect(metrics.size).toBeGreaterThan(30);
    const silent = [...metrics].filter(
      (metric) => findMissingMetric(metric)?.reason === undefined && findMissingMetric(metric),
    );
    expect(silent).toEqual([]);
  });

  test('every signal belongs to a composite that sends notifications', () => {
    for (const { id } of monitors.filter(({ severity }) => severity === 'signal')) {
      const composites = monitors.filter(({ kind, query }) => kind === 'composite' && query.split(/\W+/).includes(id));
      expect({ id, severities: composites.map(({ severity }) => severity) }).toEqual({ id, severities: ['page'] });
    }
  });

  describe('the dashboard', () => {
    const body = () => textAt(at(synthesized(), 'datadog_dashboard_json.himeshima'), 'dashboard');

    test('shows the steps in data-flow order', () => {
      const titles = [...body().matchAll(/"type":"group","title":"(.*?)"/g)].map(([, title]) => title);
      expect(titles).toEqual(['Now', ...flow.map(({ title }) => title)]);
    });

    test('shows every metric monitor with its thresholds, and every SLO', () => {
      for (const { kind, name, query } of monitors) {
        if (kind !== 'metric alert') continue;
        const widget = body().match(
          new RegExp(`\\{"type":"timeseries","title":${escapePattern(JSON.stringify(name))}.*?\\]\\}\\}`),
        )?.[0];
        const threshold = query.split(/[<>]=? /).at(-1);
        expect({ name, widget }).toEqual({ name, widget: expect.stringContaining(`"y = ${threshold}"`) });
      }
      expect(references(body())).toEqual(slos.map(({ id }) => `datadog_service_level_objective.${id}`));
    });
  });

  test('notification rules cover every monitor with a given severity, and page no one', () => {
    const { environment } = synthesized();
    for (const rule of ofType(synthesized(), 'datadog_monitor_notification_rule')) {
      const [severity] = Object.entries(environment.cc).find(([name]) => rule.name.endsWith(name)) ?? [];
      expect(valueAt(rule, 'filter.tags')).toEqual(
        expect.arrayContaining([`severity:${severity}`, `environment:${environment.name}`]),
      );
      for (const recipient of Object.values(valueAt(rule, 'recipients') ?? {})) {
        expect(Object.values(environment.notify).flat()).not.toContain(`@${recipient}`);
        expect(recipient).not.toMatch(/^@/);
      }
    }
  });

  test('tickets are muted outside working hours, and pages are never muted', () => {
    const [downtime, ...others] = ofType(synthesized(), 'datadog_downtime_schedule');
    expect(others).toEqual([]);
    if (downtime === undefined) throw new Error('no downtime is declared');
    expect(valueAt(downtime, 'monitor_identifier.monitor_tags')).toContain('severity:ticket');
    const muted = [0, 1].map((at) => {
      const [, days = ''] = textAt(downtime, `recurring_schedule.recurrence.${at}.rrule`).match(/BYDAY=([^;]+)/) ?? [];
      return (
        days.split(',').length * Number.parseInt(textAt(downtime, `recurring_schedule.recurrence.${at}.duration`), 10)
      );
    });
    const worked = 5 * (workingHours.to - workingHours.from);
    expect(muted.reduce((sum, hours) => sum + hours, worked)).toBe(7 * 24);
  });
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
