import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled } from './is-installed';

interface Backtest {
  readonly rules: number;
  /** Number of series that each rule's metric has. */
  readonly groups: number;
}

/** Length of the data in minutes: one day, because promtool would take too long for a month. */
const minutes = 1440;

/**
 * Measures Prometheus' unit tests of alerting rules, each of which compares a sum over five minutes with a limit.
 * @returns evaluations per second, each of one rule for one group; undefined if promtool is not installed
 */
export function promtoolRate({ rules, groups }: Backtest): number | undefined {
  if (!isInstalled('promtool')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-bench-promtool-'));
  try {
    const metrics = Array.from({ length: rules }, (_, index) => `bench_${index}`);
    const rule = (metric: string) => ({
      alert: metric,
      expr: `sum by (functionname) (sum_over_time(${metric}[5m])) >= 10`,
    });
    const series = (metric: string, group: number) => ({
      series: `${metric}{functionname="f${group}"}`,
      values: `0x${minutes}`,
    });
    const expected = { eval_time: `${minutes}m`, alertname: metrics[0], exp_alerts: [] };
    const test = {
      rule_files: ['rules.yml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: metrics.flatMap((metric) =>
            Array.from({ length: groups }, (_, group) => series(metric, group)),
          ),
          alert_rule_test: [expected],
        },
      ],
    };
    // JSON is valid YAML
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'bench', rules: metrics.map(rule) }] }));
    writeFileSync(join(folder, 'test.yml'), JSON.stringify(test));
    const started = performance.now();
    execFileSync('promtool', ['test', 'rules', 'test.yml'], { cwd: folder, stdio: 'ignore' });
    return (rules * groups * minutes * 1000) / (performance.now() - started);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
