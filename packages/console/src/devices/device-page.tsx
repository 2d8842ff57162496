import { Anchor, Badge, Loader, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../api/client';
import { useChange } from '../api/hooks';
import type { Device } from '../api/operations';
import { ChangeButton } from '../shared/change-button';
import { ErrorNote } from '../shared/error-note';
import { EventRows } from '../shared/event-row';
import { FocusedTitle } from '../shared/focused-title';
import { formatDateTime } from '../shared/format';
import { Facts, Section } from '../shared/section';
import { useRefresh } from '../shared/use-refresh';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import { navigate, useRoute } from '../shell/use-route';
import { CertificateDate } from './certificate-date';
import { ConnectionState } from './connection-state';
import { CredentialsTab } from './credentials-tab';
import { DeviceTopics } from './device-topics';
import classes from './devices.module.css';
import { PermissionForm } from './permission-form';
import { ShadowsTab } from './shadows-tab';
import { SimulationForm } from './simulation-form';

const tabs = {
  shadows: 'Shadows',
  topics: 'Topics',
  simulation: 'Simulated device',
  permissions: 'Permissions',
  credentials: 'Credentials',
  events: 'Events',
} as const;

const refreshMs = 10_000;

/** Device with its shadows, topics, permissions and credentials. */
export function DevicePage({ thing }: { thing: string }) {
  const query = apiQuery('getDevice', { path: { thing } });
  const { data, error } = useQuery({ ...query, refetchInterval: refreshMs });
  useRefresh(query.queryKey, (event) => event.thing === thing);
  return (
    <div className={classes.page}>
      <Anchor href={hashOf({ view: 'devices' })} size="sm">
        ← All devices
      </Anchor>
      {error !== null && <ErrorNote error={error} />}
      {data === undefined && error === null && <Loader role="status" aria-label="Loading" />}
      {data !== undefined && <LoadedDevice device={data} />}
    </div>
  );
}

function LoadedDevice({ device }: { device: Device }) {
  const tab = useRoute().query?.['tab'] ?? 'shadows';
  return (
    <>
      <Head device={device} />
      <Tabs
        value={tab in tabs ? tab : 'shadows'}
        keepMounted={false}
        onChange={(chosen) =>
          navigate({ view: 'devices', item: device.thing, query: { tab: chosen ?? undefined } }, { replace: true })
        }
      >
        <Tabs.List mb="sm">
          {Object.entries(tabs).map(([key, title]) => (
            <Tabs.Tab key={key} value={key}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="shadows">
          <ShadowsTab device={device} />
        </Tabs.Panel>
        <Tabs.Panel value="topics">
          <DeviceTopics device={device} />
        </Tabs.Panel>
        <Tabs.Panel value="simulation">
          <SimulationForm device={device} />
        </Tabs.Panel>
        <Tabs.Panel value="permissions">
          <PermissionForm device={device} />
        </Tabs.Panel>
        <Tabs.Panel value="credentials">
          <CredentialsTab device={device} />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <Section
            title="Last events"
            actions={
              <Anchor size="sm" href={hashOf({ view: 'traces', query: { thing: device.thing } })}>
                All traces of the device
              </Anchor>
            }
          >
            <EventRows events={device.events} hint="No events of this device have been recorded." />
          </Section>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function Head({ device }: { device: Device }) {
  const { thing, type, groups, attributes, lastSeen, certificateExpiry, connected } = device;
  const disconnect = useChange('disconnect', 'getDevice', 'listDevices');
  return (
    <>
      <div className={classes.head}>
        <FocusedTitle>
          <VisibleText text={thing} />
        </FocusedTitle>
        <ConnectionState device={device} />
        {device.simulation && (
          <Badge variant="default" radius="sm">
            Simulated
          </Badge>
        )}
        <ChangeButton
          impossible={connected ? undefined : 'The device is not connected'}
          loading={disconnect.isPending}
          onClick={() => disconnect.mutate({ path: { thing } })}
        >
          Disconnect
        </ChangeButton>
      </div>
      {disconnect.error !== null && <ErrorNote error={disconnect.error} />}
      <Facts
        isInline
        facts={{
          Type: type && <VisibleText text={type} />,
          Groups: groups.length > 0 ? <VisibleText text={groups.join(', ')} /> : undefined,
          Attributes: Object.keys(attributes).length > 0 ? <VisibleText text={listed(attributes)} /> : undefined,
          'Last seen': lastSeen && `${formatDateTime(lastSeen)} UTC`,
          'Certificate expiry': certificateExpiry && <CertificateDate expiry={certificateExpiry} />,
        }}
      />
    </>
  );
}

const listed = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ');
