import { Anchor, Table } from '@mantine/core';
import type { Device } from '../api/operations';
import { formatCount, formatTime } from '../shared/format';
import { Hint, ScrollBox, Section } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import classes from './devices.module.css';

/** Topics to which a device publishes, and its quotas with their current usage. */
export function DeviceTopics({ device: { topics, quotas } }: { device: Device }) {
  return (
    <div className={classes.form}>
      <Section title="Topics">
        {topics.length === 0 ? (
          <Hint>The device has not published any messages, apart from shadow updates.</Hint>
        ) : (
          <ScrollBox label="List of topics">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Topic</Table.Th>
                  <Table.Th scope="col" className={classes.right}>
                    Messages
                  </Table.Th>
                  <Table.Th scope="col">Last (UTC)</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {topics.map(({ topic, messages, last }) => (
                  <Table.Tr key={topic}>
                    <Table.Td className={classes.topic}>
                      <Anchor href={hashOf({ view: 'mqtt', query: { filters: topic } })} size="sm">
                        <VisibleText text={topic} />
                      </Anchor>
                    </Table.Td>
                    <Table.Td className={`${classes.numbers} ${classes.right}`}>{formatCount(messages)}</Table.Td>
                    <Table.Td className={classes.numbers}>{formatTime(last)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollBox>
        )}
      </Section>
      <Section title="Quotas">
        <ScrollBox label="List of quotas">
          <Table horizontalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Quota</Table.Th>
                <Table.Th scope="col" className={classes.right}>
                  Used
                </Table.Th>
                <Table.Th scope="col" className={classes.right}>
                  Limit
                </Table.Th>
                <Table.Th scope="col" className={classes.right}>
                  Throttled
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {quotas.map(({ name, limit, used, throttled }) => (
                <Table.Tr key={name}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td className={`${classes.numbers} ${classes.right}`}>{used}</Table.Td>
                  <Table.Td className={`${classes.numbers} ${classes.right}`}>{limit}</Table.Td>
                  <Table.Td className={`${classes.numbers} ${classes.right}`}>
                    <span className={throttled > 0 ? classes.soon : undefined}>{formatCount(throttled)}</span>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollBox>
      </Section>
    </div>
  );
}
