import { plotMargins } from '../shared/chart';
import { formatDateTime } from '../shared/format';
import { VisibleText } from '../shared/visible-text';
import classes from './monitors.module.css';
import type { Segment } from './timeline';

export interface Lane {
  readonly name: string;
  readonly segments: readonly Segment[];
}

/** Returns a minute since the epoch as date and time, without the year. */
export const timeOf = (minute: number): string => formatDateTime(new Date(minute * 60_000).toISOString()).slice(5, 16);
const titleOf = ({ state, minutes: [from, to] }: Segment): string => `${state}, ${timeOf(from)} to ${timeOf(to)} UTC`;

interface Props {
  readonly lanes: readonly Lane[];
  /** Whether the lanes are aligned with a chart above them. */
  readonly isBelowChart?: boolean;
}

/** Horizontal lanes with states over time. */
export function StateLanes({ lanes, isBelowChart = true }: Props) {
  const style = isBelowChart ? { paddingLeft: plotMargins.left, paddingRight: plotMargins.right } : {};
  return (
    <ul className={classes.lanes} style={style}>
      {lanes.map(({ name, segments }) => (
        <li key={name} className={classes.lane}>
          <span className={classes.laneName}>
            <VisibleText text={name} />
          </span>
          <div className={classes.bar} role="img" aria-label={segments.map(titleOf).join('; ') || 'No alerts'}>
            {segments.map((segment) => (
              <span
                key={`${segment.state} ${segment.from}`}
                data-state={segment.state}
                title={titleOf(segment)}
                style={{ left: `${segment.from}%`, width: `${segment.width}%` }}
              />
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
