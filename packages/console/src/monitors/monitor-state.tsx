import classes from './monitors.module.css';

/** State of a monitor or group, with a mark in its color. */
export function MonitorState({ state }: { state: string }) {
  return (
    <span className={classes.state} data-state={state}>
      {state}
    </span>
  );
}
