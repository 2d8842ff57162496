import { escapeMarkup } from '../escape-markup';
import type { State } from '../evaluate/state';
import { printNumber } from '../query/print-number';
import type { GroupTimeline, SentNotification, Simulation } from '../simulate/timelines';
import { clipped } from './clipped-text';
import { type Columns, columnsOf, span } from './columns';
import { type NamedThreshold, thresholdsOf } from './thresholds';

const size = { width: 960, left: 70, right: 20, graph: 160, band: 14, row: 250 } as const;
// the default font often lacks Chinese, Japanese and Korean characters; the fallback fonts for macOS, Windows and Linux contain them
const fonts = [
  'system-ui',
  'Hiragino Sans',
  'PingFang SC',
  'Yu Gothic',
  'Microsoft YaHei',
  'Malgun Gothic',
  'Noto Sans CJK JP',
  'sans-serif',
].join(', ');
const inner = size.width - size.left - size.right;
const colours: Readonly<Record<State, string>> = {
  OK: '#3fa45b',
  Warn: '#d99a1c',
  Alert: '#d6453d',
  'No Data': '#8a8f98',
};
const lineColours: Readonly<Record<NamedThreshold['name'], string>> = {
  threshold: colours.Alert,
  recovery: colours.OK,
  warning: colours.Warn,
  'warning recovery': colours.OK,
};

/** Draws a simulation as SVG: values and thresholds, the states below them, and the notifications. */
export function svgChart(simulation: Simulation): string {
  const { groups, notifications, monitor } = simulation;
  const rows = groups.map((group, at) => {
    const own = notifications.filter((one) => one.group === group.group || groups.length === 1);
    return `<g transform="translate(0 ${50 + at * size.row})">${rowOf(simulation, group, own)}</g>`;
  });
  const height = 60 + Math.max(1, groups.length) * size.row;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" font-family="${fonts}" font-size="12" fill="#333">`,
    `<title>${escapeMarkup(monitor.name)}</title>`,
    `<rect width="${size.width}" height="${height}" fill="#fff"/>`,
    `<text x="${size.left}" y="22" font-size="15">${escapeMarkup(clipped(monitor.name, 105))}</text>`,
    `<text x="${size.left}" y="40" fill="#777">${escapeMarkup(clipped(monitor.query, 135))}</text>`,
    ...(rows.length === 0 ? [`<text x="${size.left}" y="80">never had data</text>`] : rows),
    '</svg>\n',
  ].join('\n');
}

function rowOf(simulation: Simulation, group: GroupTimeline, notifications: readonly SentNotification[]): string {
  const columns = columnsOf(simulation, group, inner / 2);
  const thresholds = thresholdsOf(simulation.monitor);
  const values = [...columns.columns.flatMap(({ value }) => value ?? []), ...thresholds.map(({ value }) => value)];
  const [least, most] = [Math.min(0, ...values), Math.max(...values, 1e-9)];
  const y = (value: number) => round(30 + size.graph * (1 - (value - least) / (most - least)));
  const minutes = simulation.to - simulation.from + 1;
  const x = (minute: number) => round(size.left + (inner * (minute - simulation.from)) / minutes);
  const base = 30 + size.graph;
  return [
    `<text x="${size.left}" y="16">${escapeMarkup(group.group === '*' ? 'all' : group.group)}</text>`,
    ...[least, most].map(
      (value) =>
        `<text x="${size.left - 6}" y="${y(value) + 4}" text-anchor="end">${printNumber(shortened(value))}</text>`,
    ),
    ...thresholds.map((threshold) => markerOf(threshold, y(threshold.value))),
    `<path d="${pathOf(columns, x, y)}" fill="none" stroke="#2a6fb0" stroke-width="1.5"/>`,
    ...bandsOf(columns, x, base + 6),
    ...notifications.map((one) => flagOf(one, x(one.minute), base)),
    ...ticksOf(simulation, x, base + size.band + 22),
  ].join('');
}

function markerOf({ name, value }: NamedThreshold, y: number): string {
  const colour = lineColours[name];
  const end = size.width - size.right;
  return (
    `<line x1="${size.left}" x2="${end}" y1="${y}" y2="${y}" stroke="${colour}" stroke-dasharray="5 4"/>` +
    `<text x="${end}" y="${y - 4}" text-anchor="end" fill="${colour}">${name} ${printNumber(value)}</text>`
  );
}

function pathOf({ columns }: Columns, x: (minute: number) => number, y: (value: number) => number): string {
  let drawing = false;
  const steps: string[] = [];
  for (const { minute, value } of columns) {
    if (value !== undefined) steps.push(`${drawing ? 'L' : 'M'}${x(minute)} ${y(value)}`);
    drawing = value !== undefined;
  }
  return steps.join('');
}

function bandsOf({ columns, minutesEach }: Columns, x: (minute: number) => number, top: number): string[] {
  const bands: string[] = [];
  for (let at = 0; at < columns.length; ) {
    const first = columns[at];
    let end = at + 1;
    while (end < columns.length && columns[end]?.state === first?.state) end += 1;
    const last = columns[end - 1];
    if (first?.state && last) {
      const [from, to] = [x(first.minute), x(last.minute + minutesEach)];
      const title = `<title>${first.state} from ${span(first.minute - (columns[0]?.minute ?? 0))}</title>`;
      bands.push(
        `<rect x="${from}" y="${top}" width="${round(to - from)}" height="${size.band}" fill="${colours[first.state]}">${title}</rect>`,
      );
    }
    at = end;
  }
  return bands;
}

function flagOf({ minute, transition, title }: SentNotification, x: number, base: number): string {
  return `<g><title>${escapeMarkup(`${minute}m ${transition}: ${title}`)}</title><path d="M${x} 24V${base}" stroke="#555" stroke-dasharray="2 3"/><circle cx="${x}" cy="24" r="4" fill="#555"/></g>`;
}

function ticksOf({ from, to }: Simulation, x: (minute: number) => number, y: number): string[] {
  const every = Math.max(1, Math.ceil((to - from + 1) / 10));
  const ticks: string[] = [];
  for (let minute = from; minute <= to; minute += every)
    ticks.push(`<text x="${x(minute)}" y="${y}" text-anchor="middle" fill="#777">${span(minute - from)}</text>`);
  return ticks;
}

const round = (value: number): number => Number(value.toFixed(1));
const shortened = (value: number): number => Number(value.toPrecision(4));
