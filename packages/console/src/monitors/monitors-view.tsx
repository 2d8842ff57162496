import { Box } from '@mantine/core';
import { Hint } from '../shared/section';
import { useRoute } from '../shell/use-route';
import { MonitorList } from './monitor-list';
import { MonitorPage } from './monitor-page';
import classes from './monitors.module.css';

/** Monitors: a list by state and, next to it, one monitor with its timeline. */
export default function MonitorsView() {
  const { item } = useRoute();
  return (
    <div className={classes.view} data-detail={item !== undefined || undefined}>
      <MonitorList selected={item} />
      <Box component="section" className={classes.detail} aria-label="Selected monitor" tabIndex={0}>
        {item === undefined ? (
          <div className={classes.page}>
            <Hint>Select a monitor to show its query, its timeline and what it would do with other values.</Hint>
          </div>
        ) : (
          <MonitorPage key={item} id={item} />
        )}
      </Box>
    </div>
  );
}
