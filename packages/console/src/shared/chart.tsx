import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import UPlot from 'uplot';
import classes from './chart.module.css';
import { formatAxis, formatDateTime } from './format';
import { visibleString } from './visible-characters';

export interface ChartLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** Horizontal line, such as a threshold. */
export interface ChartLevel {
  readonly value: number;
  readonly tone: 'bad' | 'loud';
}

interface Props {
  /** Description for screen readers. */
  readonly label: string;
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly levels?: readonly ChartLevel[];
  /** First and last time that the chart shows; the default is the range of the times. */
  readonly range?: readonly [number, number];
  readonly height?: number;
  /** Whether the lines have values at different times and may be far from zero, unlike metrics. */
  readonly isSparse?: boolean;
}

/** Margins of the plot within the chart, for aligning other elements: room for the value axis, and for half a label of the time axis. */
export const plotMargins = { left: 64, right: 32 } as const;

const palettes = {
  light: ['#3b5bdb', '#0b7285', '#9c36b5', '#2b8a3e', '#a65300', '#c2255c', '#495057', '#5c940d'],
  dark: ['#91a7ff', '#66d9e8', '#e599f7', '#8ce99a', '#ffc078', '#faa2c1', '#ced4da', '#c0eb75'],
} as const;
const inks = {
  light: { text: '#495057', grid: '#e9ecef', bad: '#b3141b', loud: '#8f4700' },
  dark: { text: '#b8b8b8', grid: '#3b3b3b', bad: '#ff9494', loud: '#ffc078' },
} as const;

const longestLegend = 8;

const daySeconds = 86_400;

/** Returns a time in UTC, as precisely as the distance between two labels requires. */
function timeLabel(seconds: number, increment: number): string {
  const text = formatDateTime(new Date(seconds * 1000).toISOString());
  if (increment >= daySeconds) return text.slice(5, 10);
  return increment > 0 && increment % 60 === 0 ? text.slice(11, 16) : text.slice(11);
}

/** Returns the range of values, which includes the levels and a margin. */
function valueRange(lines: readonly ChartLine[], levels: readonly ChartLevel[], hasZero: boolean): [number, number] {
  let [low, high] = hasZero ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of [...lines.flatMap(({ values }) => values), ...levels.map((level) => level.value)]) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const margin = (high - low || Math.max(1, Math.abs(high))) * 0.08;
  return [low === 0 ? 0 : low - margin, high + margin];
}

function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (box.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

const dataOf = ({ times, lines }: Pick<Props, 'times' | 'lines'>): UPlot.AlignedData => [
  [...times],
  ...lines.map(({ values }) => [...values]),
];

/** Values over time. */
export function Chart({ label, times, lines, levels = [], range, height = 220, isSparse = false }: Props) {
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const scheme = useComputedColorScheme('light');
  const plot = useRef<UPlot>(null);
  const labels = lines.map((line) => visibleString(line.label)).join('\n');
  const currentLevels = useEffectEvent(() => levels);
  const valuesNow = useEffectEvent(() => valueRange(lines, levels, !isSparse));
  const rangeNow = useEffectEvent((low: number, high: number): [number, number] => (range ? [...range] : [low, high]));
  const drawing = useMemo(() => ({ times, lines, levels, range }), [times, lines, levels, range]);
  const dataNow = useEffectEvent(() => dataOf(drawing));

  useEffect(() => {
    if (box.current === null || width === 0) return undefined;
    const ink = inks[scheme];
    const axis = { stroke: ink.text, grid: { stroke: ink.grid, width: 1 }, ticks: { show: false } };
    const names = labels === '' ? [] : labels.split('\n');
    const drawLevels = ({ ctx, bbox, valToPos }: UPlot) => {
      for (const { value, tone } of currentLevels()) {
        const y = valToPos(value, 'y', true);
        ctx.save();
        ctx.strokeStyle = ink[tone];
        ctx.lineWidth = 1.5 * devicePixelRatio;
        ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(bbox.left, y);
        ctx.lineTo(bbox.left + bbox.width, y);
        ctx.stroke();
        ctx.restore();
      }
    };
    const created = new UPlot(
      {
        width,
        height,
        padding: [8, plotMargins.right, 0, 0],
        legend: { show: names.length <= longestLegend },
        tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        scales: { x: { range: (_, low, high) => rangeNow(low, high) }, y: { range: () => valuesNow() } },
        axes: [
          {
            ...axis,
            size: 30,
            space: 80,
            values: (_, times, __, ___, increment) => times.map((time) => timeLabel(time, increment)),
          },
          { ...axis, size: plotMargins.left, values: (_, values) => values.map(formatAxis) },
        ],
        series: [
          { label: 'Time (UTC)', value: (_, time) => (time === null ? '–' : timeLabel(time, 0)) },
          ...names.map((name, position) => ({
            label: name,
            stroke: palettes[scheme][position % palettes[scheme].length] ?? ink.text,
            width: 1.75,
            spanGaps: isSparse,
            points: { size: 5 },
          })),
        ],
        hooks: { draw: [drawLevels] },
      },
      dataNow(),
      box.current,
    );
    plot.current = created;
    return () => {
      plot.current = null;
      created.destroy();
    };
  }, [labels, width, height, scheme, isSparse]);

  useEffect(() => plot.current?.setData(dataOf(drawing)), [drawing]);

  return <figure ref={box} className={classes.chart} aria-label={label} />;
}
