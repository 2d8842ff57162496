import { Anchor, Loader, Table, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '../api/client';
import type { DeviceSummary } from '../api/operations';
import { ErrorNote } from '../shared/error-note';
import { formatCount, formatDateTime } from '../shared/format';
import { Hint, ScrollBox } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { navigate, useRoute } from '../shell/use-route';
import { CertificateDate } from './certificate-date';
import { ConnectionState } from './connection-state';
import classes from './devices.module.css';

const shownDevices = 200;
const refreshMs = 5_000;

const examples = [
  ['Connected', 'connectivity.connected:true'],
  ['Disconnected', 'connectivity.connected:false'],
  ['Name', 'thingName:light*'],
  ['Reported value', 'shadow.reported.power:true'],
] as const;

/** Searchable table of the things in the registry. */
export function DeviceList() {
  const query = useRoute().query?.['query'] ?? '';
  const { data, error } = useQuery({
    ...apiQuery('listDevices', { query: { query, limit: shownDevices } }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={2}>Devices</Title>
        {data !== undefined && error === null && <Hint>{countText(data.devices.length, data.total)}</Hint>}
      </div>
      <Search key={query === '' ? 'empty' : 'given'} query={query} error={error} />
      {data === undefined && error === null && <Loader role="status" aria-label="Loading" />}
      {data !== undefined && error === null && <DeviceTable devices={data.devices} isFiltered={query !== ''} />}
      {error !== null && query === '' && <ErrorNote error={error} />}
    </div>
  );
}

function countText(shown: number, total: number): string {
  if (shown < total) return `The first ${formatCount(shown)} of ${formatCount(total)} devices. Refine the search.`;
  return total === 1 ? '1 device' : `${formatCount(total)} devices`;
}

const search = (query: string) => navigate({ view: 'devices', query: { query } }, { replace: true });

function Search({ query, error }: { query: string; error: Error | null }) {
  const [text, setText] = useState(query);
  const searchSoon = useDebouncedCallback(search, 300);
  return (
    <div className={classes.form}>
      <TextInput
        type="search"
        label="Search"
        description="Fleet index query, such as connectivity.connected:true AND attributes.room:room1"
        value={text}
        error={query !== '' && error?.message}
        spellCheck={false}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          searchSoon(value);
        }}
      />
      <div className={classes.examples}>
        Examples:
        {examples.map(([name, example]) => (
          <Anchor
            key={name}
            component="button"
            type="button"
            size="sm"
            title={example}
            onClick={() => {
              setText(example);
              search(example);
            }}
          >
            {name}
          </Anchor>
        ))}
      </div>
    </div>
  );
}

function DeviceTable({ devices, isFiltered }: { devices: readonly DeviceSummary[]; isFiltered: boolean }) {
  if (devices.length === 0)
    return <Hint>{isFiltered ? 'No device matches the search.' : 'The registry does not contain any things.'}</Hint>;
  return (
    <ScrollBox label="Devices">
      <Table highlightOnHover striped={false} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {['Thing', 'Type', 'Groups', 'Connection', 'Last seen (UTC)', 'Certificate expiry'].map((title) => (
              <Table.Th key={title} scope="col">
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {devices.map((device) => (
            <DeviceRow key={device.thing} device={device} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollBox>
  );
}

function DeviceRow({ device }: { device: DeviceSummary }) {
  const { thing, type, groups, lastSeen, certificateExpiry } = device;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor href={hashOf({ view: 'devices', item: thing })} fw={500}>
          <VisibleText text={thing} />
        </Anchor>
      </Table.Td>
      <Table.Td>{type === undefined ? '–' : <VisibleText text={type} />}</Table.Td>
      <Table.Td>{groups.length === 0 ? '–' : <VisibleText text={groups.join(', ')} />}</Table.Td>
      <Table.Td>
        <ConnectionState device={device} />
      </Table.Td>
      <Table.Td className={classes.numbers}>{lastSeen === undefined ? '–' : formatDateTime(lastSeen)}</Table.Td>
      <Table.Td>{certificateExpiry === undefined ? '–' : <CertificateDate expiry={certificateExpiry} />}</Table.Td>
    </Table.Tr>
  );
}
