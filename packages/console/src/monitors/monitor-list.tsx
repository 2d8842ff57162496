import { Box, Loader, NativeSelect, TextInput, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '../api/client';
import type { MonitorSummary } from '../api/operations';
import { ErrorNote } from '../shared/error-note';
import { Hint } from '../shared/section';
import { useRefresh } from '../shared/use-refresh';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { monitorsByState, severitiesOf } from './monitor-order';
import { MonitorState } from './monitor-state';
import classes from './monitors.module.css';

const refreshMs = 5_000;

/** List of the monitors by state and severity. */
export function MonitorList({ selected }: { selected: string | undefined }) {
  const query = apiQuery('listMonitors');
  const { data, error } = useQuery({ ...query, refetchInterval: refreshMs });
  useRefresh(query.queryKey, ({ kind }) => kind.startsWith('monitor'));
  const [text, setText] = useState('');
  const [severity, setSeverity] = useState('');
  const monitors = data?.monitors ?? [];
  const groups = monitorsByState(monitors, { text, severity });
  return (
    <nav className={classes.list} aria-label="Monitors">
      <div className={classes.filters}>
        <TextInput
          type="search"
          aria-label="Search"
          placeholder="Name, ID or recipient"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <NativeSelect
          aria-label="Severity"
          data={[{ value: '', label: 'All severities' }, ...severitiesOf(monitors)]}
          value={severity}
          onChange={({ currentTarget }) => setSeverity(currentTarget.value)}
        />
      </div>
      <Box className={classes.groups} tabIndex={0}>
        <VisuallyHidden component="h2">Monitors</VisuallyHidden>
        {error !== null && <ErrorNote error={error} />}
        {data === undefined && error === null && <Loader role="status" aria-label="Loading" />}
        {data !== undefined && groups.length === 0 && <Hint>No monitor matches the filters.</Hint>}
        {groups.map(([state, members]) => (
          <section key={state} aria-label={state}>
            <h3>
              <MonitorState state={state} />
              <span className={classes.count}>{members.length}</span>
            </h3>
            <ul className={classes.rows}>
              {members.map((monitor) => (
                <MonitorRow key={monitor.id} monitor={monitor} isSelected={monitor.id === selected} />
              ))}
            </ul>
          </section>
        ))}
      </Box>
    </nav>
  );
}

function MonitorRow({ monitor, isSelected }: { monitor: MonitorSummary; isSelected: boolean }) {
  const { id, name, severity, unsupported } = monitor;
  return (
    <li>
      <a
        className={classes.row}
        href={hashOf({ view: 'monitors', item: id })}
        aria-current={isSelected ? 'true' : undefined}
        title={unsupported === undefined ? id : `${id}: not evaluated locally: ${unsupported}`}
      >
        <span className={classes.name}>
          <VisibleText text={name} />
        </span>
        <span className={classes.severity}>{severity}</span>
      </a>
    </li>
  );
}
