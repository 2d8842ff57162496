import type { BacktestedMonitor, BacktestReview } from '../backtest-review';
import { counted, say } from '../phrase';
import {
  type AvailableBacktest,
  alertLines,
  backtestData,
  daysOf,
  pagesChanged,
  resultSummary,
  timelineLines,
} from './format-backtest';
import { codeBlock, details, markdown } from './markdown';
import { bullet } from './render-changes';
import { fitting, tooLong } from './truncate-list';

/** Maximum number of characters for the alerts. GitHub limits a note to 65,536 characters. */
const most = 30_000;
const rowsAtMost = 100;

/** Renders the backtests of changed monitors in GitLab's Markdown: a table, and the alerts in a collapsed section. */
export function backtestNote(stack: string, backtest: BacktestReview): string {
  const title = `**Backtest of changed monitors** in ${markdown(say`${stack}`)}`;
  if ('unavailable' in backtest)
    return `${title}\n\n- ${markdown(say`not available: ${{ prose: backtest.unavailable }}`)}\n`;
  const { monitors } = backtest;
  return [
    `${title} · ${markdown(backtestData(backtest))}`,
    tableOf(backtest).join('\n'),
    details(
      'Alerts and timelines',
      fitting(
        monitors.map((one) => entryOf(one, backtest)),
        most,
        'monitor',
      ),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

const tableOf = (backtest: AvailableBacktest): readonly string[] => [
  `| monitor | before | after | last ${daysOf(backtest)} |`,
  '|---|---|---|---|',
  ...backtest.monitors.slice(0, rowsAtMost).map(rowOf),
  ...(backtest.monitors.length > rowsAtMost
    ? ['', `and ${counted(backtest.monitors.length - rowsAtMost, 'more monitor')}, ${tooLong}`]
    : []),
];

const rowOf = ({ id, before, after, result }: BacktestedMonitor): string =>
  `| ${[say`${id}`, before, after].map((cell) => inCell(markdown(cell))).join(' | ')} | ${'reason' in result ? 'not compared' : pagesChanged(result)} |`;

/** Escapes `|`, which separates table cells even within code spans. Source: GitHub Flavored Markdown, "Tables" */
const inCell = (text: string): string => text.replaceAll('|', '\\|') || '–';

function entryOf(monitor: BacktestedMonitor, backtest: AvailableBacktest): string {
  const timeline = timelineLines(monitor, backtest);
  return [
    bullet([...say`${monitor.id}: `, ...resultSummary(monitor)]),
    ...alertLines(monitor, backtest.timeZone).map((line) => bullet(line, 1)),
    ...(timeline.length === 0 ? [] : [codeBlock(timeline, 'text')]),
  ].join('\n');
}
