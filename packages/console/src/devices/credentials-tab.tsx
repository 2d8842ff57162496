import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../api/hooks';
import type { Device } from '../api/operations';
import { ChangeButton } from '../shared/change-button';
import { downloadFile } from '../shared/download';
import { ErrorNote } from '../shared/error-note';
import { Hint, ScrollBox, Section } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import { CertificateDate } from './certificate-date';
import classes from './devices.module.css';

/** Certificates of a device, and the download of its credentials. */
export function CredentialsTab({ device }: { device: Device }) {
  const { certificates, hasCredentials } = device;
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Certificates"
      actions={
        <ChangeButton
          impossible={hasCredentials ? undefined : 'Only the device has its private key'}
          onClick={() => setOpen(true)}
        >
          Download credentials
        </ChangeButton>
      }
    >
      {isOpen && <Files thing={device.thing} close={() => setOpen(false)} />}
      {certificates.length === 0 ? (
        <Hint>The device does not have a certificate.</Hint>
      ) : (
        <ScrollBox label="List of certificates">
          <Table>
            <Table.Thead>
              <Table.Tr>
                {['Certificate', 'Status', 'Expiry', 'Policies'].map((title) => (
                  <Table.Th key={title} scope="col">
                    {title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {certificates.map(({ id, status, expiry, policies }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <code title={id}>{id.slice(0, 12)}…</code>
                  </Table.Td>
                  <Table.Td>{status}</Table.Td>
                  <Table.Td>
                    <CertificateDate expiry={expiry} />
                  </Table.Td>
                  <Table.Td>{policies.length === 0 ? '–' : policies.join(', ')}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollBox>
      )}
    </Section>
  );
}

/** Confirmation, followed by a button for each of the three files. */
function Files({ thing, close }: { thing: string; close: () => void }) {
  const load = useChange('getCredentials');
  const files = load.data && [
    ['Certificate', `${thing}-cert.pem`, load.data.certificate],
    ['Private key', `${thing}-key.pem`, load.data.privateKey],
    ['CA certificate', 'ca.pem', load.data.ca],
  ];
  return (
    <div className={classes.answer}>
      <Text size="sm">
        With these files, anyone can connect to this local platform as <VisibleText text={thing} />.
      </Text>
      {load.error !== null && <ErrorNote error={load.error} />}
      <Group gap="xs">
        {files === undefined ? (
          <Button autoFocus loading={load.isPending} onClick={() => load.mutate({ path: { thing } })}>
            Show the files
          </Button>
        ) : (
          files.map(([title = '', name = '', text = '']) => (
            <Button key={title} variant="default" onClick={() => downloadFile(name, text, 'application/x-pem-file')}>
              {title}
            </Button>
          ))
        )}
        <Button variant="default" onClick={close}>
          {files === undefined ? 'Cancel' : 'Close'}
        </Button>
      </Group>
    </div>
  );
}
