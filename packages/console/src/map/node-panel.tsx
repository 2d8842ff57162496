import { Anchor, CloseButton, Loader, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { apiQuery } from '../api/client';
import { useApi } from '../api/hooks';
import type { MapNode, PlatformEvent } from '../api/operations';
import { CopyButton } from '../shared/copy-button';
import { ErrorNote } from '../shared/error-note';
import { EventRows } from '../shared/event-row';
import { FocusedTitle } from '../shared/focused-title';
import { JsonValue } from '../shared/json-text';
import { useRefresh } from '../shared/use-refresh';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { kindOf } from './node-kinds';
import classes from './node-panel.module.css';

/** Kinds of events that the panel shows for nodes that are not resources. */
const kindsOfNodes: Readonly<Record<string, string>> = {
  devices: 'published',
  shadow: 'shadow-updated',
  people: 'api-answered',
  logs: 'logs-forwarded',
};

interface Props {
  readonly node: MapNode;
  readonly close: () => void;
}

/** Panel with the details and the last events of a node. */
export function NodePanel({ node, close }: Props) {
  const { caption, symbol } = kindOf(node.kind);
  return (
    <aside
      className={classes.panel}
      aria-label="Selected node"
      onKeyDown={({ key }) => {
        if (key === 'Escape') close();
      }}
    >
      <div className={classes.head}>
        <FocusedTitle size="h3">
          <span aria-hidden="true">{symbol}</span> {caption} <VisibleText text={node.label} />
        </FocusedTitle>
        <CloseButton aria-label="Close the panel" onClick={close} />
      </div>
      {node.id.includes('.') ? <ResourceDetails address={node.id} /> : <OtherDetails node={node} />}
    </aside>
  );
}

function OtherDetails({ node }: { node: MapNode }) {
  const kind = kindsOfNodes[node.id];
  const query = apiQuery('listEvents', { query: { kind, limit: 20 } });
  const { data, error } = useQuery(query);
  useRefresh(query.queryKey, (event) => kind === undefined || event.kind === kind);
  return (
    <>
      {node.id === 'devices' && <Anchor href={hashOf({ view: 'devices' })}>All devices</Anchor>}
      {error !== null && <ErrorNote error={error} />}
      <LastEvents events={data?.events} more={hashOf({ view: 'traces', query: { kind } })} />
    </>
  );
}

function ResourceDetails({ address }: { address: string }) {
  const query = apiQuery('getResource', { path: { address } });
  const { data, error } = useQuery(query);
  useRefresh(query.queryKey, (event) => event.resource === address);
  return (
    <>
      <div className={classes.address}>
        <code>{address}</code>
        <CopyButton text={address} label="Copy address" />
      </div>
      {error !== null && <ErrorNote error={error} />}
      {data === undefined && error === null && <Loader size="sm" role="status" aria-label="Loading" />}
      {data !== undefined && (
        <>
          {data.place !== undefined && (
            <Section title="Source">
              <div className={classes.address}>
                <code>{data.place}</code>
                <CopyButton text={data.place} label="Copy place" />
              </div>
            </Section>
          )}
          {data.monitors.length > 0 && (
            <Section title="Monitors">
              <MonitorLinks ids={data.monitors} />
            </Section>
          )}
          <LastEvents events={data.events} more={hashOf({ view: 'traces', query: { resource: address } })} />
          {data.policies.map(({ name, document }) => (
            <Details key={name} title={`Policy ${name}`}>
              <JsonValue value={document} label={`Policy ${name}`} />
            </Details>
          ))}
          <Details title="Attributes">
            <JsonValue value={data.attributes} label="Attributes" />
          </Details>
        </>
      )}
    </>
  );
}

function MonitorLinks({ ids }: { ids: readonly string[] }) {
  const states = useApi('listMonitors').data?.monitors;
  return (
    <ul className={classes.list}>
      {ids.map((id) => (
        <li key={id}>
          <Anchor size="sm" href={hashOf({ view: 'monitors', item: id })}>
            {id}
          </Anchor>{' '}
          <span className={classes.quiet}>{states?.find((monitor) => monitor.id === id)?.state}</span>
        </li>
      ))}
    </ul>
  );
}

function LastEvents({ events, more }: { events: readonly PlatformEvent[] | undefined; more: string }) {
  if (events === undefined) return null;
  return (
    <Section title="Last events">
      <EventRows events={events} hint="No events recorded." />
      {events.length > 0 && (
        <Anchor size="sm" href={more}>
          All traces
        </Anchor>
      )}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="sm" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Details({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className={classes.details}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
