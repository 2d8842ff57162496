import type { Alert } from '../api/operations';
import { formatDateTime } from '../shared/format';
import { Hint } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import classes from './monitors.module.css';
import { groupName } from './timeline';

const timeOf = (moment: string): string => formatDateTime(moment).slice(0, 16);

/** Alerts with their times, newest first. */
export function AlertList({ alerts, hint }: { alerts: readonly Alert[]; hint: string }) {
  if (alerts.length === 0) return <Hint>{hint}</Hint>;
  return (
    <ul className={classes.plain}>
      {alerts.toReversed().map(({ group, from, to, value }) => (
        <li key={`${group} ${from}`}>
          <span className={classes.times}>
            {timeOf(from)} – {to === undefined ? 'ongoing' : timeOf(to)}
          </span>{' '}
          <VisibleText text={groupName(group)} />
          {value !== undefined && <span className={classes.count}> value {value}</span>}
        </li>
      ))}
    </ul>
  );
}
