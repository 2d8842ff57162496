import { useMemo } from 'react';
import type { Timeline } from '../api/operations';
import { Chart, type ChartLevel } from '../shared/chart';
import { Hint } from '../shared/section';
import classes from './monitors.module.css';
import { type Lane, StateLanes, timeOf } from './state-lanes';
import { alignedPoints, groupName, stateSegments } from './timeline';

interface Props {
  readonly timeline: Timeline;
  /** Lanes below the chart; the default is the states of each group. */
  readonly lanes?: readonly Lane[];
}

const [groupsShown, lanesShown] = [20, 40];

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** States of a composite, and below them those of its members. */
function CompositeLanes({ timeline }: Pick<Props, 'timeline'>) {
  const { series, members, from, to } = timeline;
  const own = series.map((one) => ({ ...one, id: 'This monitor' }));
  const lanes = [...own, ...members].map(({ id, group, ...states }) => ({
    name: group === '*' ? id : `${id} · ${group}`,
    segments: stateSegments(states, timeline),
  }));
  return (
    <>
      <Hint>
        {timeOf(from)} to {timeOf(to)} UTC
        {lanes.length > lanesShown && `, the first ${lanesShown} of ${lanes.length} groups`}
      </Hint>
      <StateLanes lanes={lanes.slice(0, lanesShown)} isBelowChart={false} />
    </>
  );
}

/** Values of a monitor's query by group, with the thresholds and the states. */
export function TimelineChart({ timeline, lanes }: Props) {
  const { series, members, threshold, warning, from, to, reason, assumed } = timeline;
  const shown = series.slice(0, groupsShown);
  const { times, lines } = useMemo(() => {
    const { minutes, values } = alignedPoints(series.slice(0, groupsShown));
    return {
      times: minutes.map((minute) => minute * 60),
      lines: series
        .slice(0, groupsShown)
        .map(({ group }, index) => ({ label: groupName(group), values: values[index] ?? [] })),
    };
  }, [series]);
  const levels = useMemo<readonly ChartLevel[]>(
    () => [
      ...(threshold === undefined ? [] : [{ value: threshold, tone: 'bad' } as const]),
      ...(warning === undefined ? [] : [{ value: warning, tone: 'loud' } as const]),
    ],
    [threshold, warning],
  );
  const range = useMemo(() => [from * 60, Math.max(to, from + 1) * 60] as const, [from, to]);
  if (series.length === 0) return <Hint>{sentence(reason ?? 'no data has been recorded yet')}</Hint>;
  return (
    <>
      <div className={classes.legend}>
        {threshold !== undefined && <span className={classes.dashed}>threshold {threshold}</span>}
        {warning !== undefined && (
          <span className={classes.dashed} data-warning>
            warning {warning}
          </span>
        )}
        {series.length > groupsShown && (
          <span>
            the first {groupsShown} of {series.length} groups
          </span>
        )}
        {assumed.length > 0 && <span>assumed: {assumed.join(', ')}</span>}
      </div>
      {members.length > 0 ? (
        <CompositeLanes timeline={timeline} />
      ) : (
        <>
          <Chart label="Values by group, in UTC" times={times} lines={lines} levels={levels} range={range} />
          <StateLanes
            lanes={
              lanes ?? shown.map((one) => ({ name: groupName(one.group), segments: stateSegments(one, timeline) }))
            }
          />
        </>
      )}
    </>
  );
}
