import {
  Anchor,
  Button,
  CloseButton,
  Group,
  Loader,
  Paper,
  Select,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '../api/client';
import { useChange, usePlatform } from '../api/hooks';
import type { ArchitectureMap } from '../api/operations';
import { ChangeButton } from '../shared/change-button';
import { CopyButton } from '../shared/copy-button';
import { ErrorNote } from '../shared/error-note';
import { Facts } from '../shared/section';
import { hashOf } from '../shell/route';
import type { Totals } from './activity';
import { type Example, exampleMessages, publishCommand } from './example-messages';
import classes from './first-message.module.css';

/** Returns the first example that the policies of its device allow; undefined while it is looked up. */
function useAllowedExample(examples: readonly Example[]): Example | undefined {
  return useQueries({
    queries: examples.map(({ thing, topic }) => ({
      ...apiQuery('checkPermission', { path: { thing }, body: { action: 'iot:Publish', resource: topic } }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine(answers) {
      const allowed = examples.find((_, index) => answers[index]?.data?.allowed);
      const isComplete = answers.every(({ isPending }) => !isPending);
      return allowed ?? (isComplete ? examples[0] : undefined);
    },
  });
}

interface Props {
  readonly map: ArchitectureMap;
  readonly totals: Totals;
}

/** Explains how to send the first message, until a device has sent one. Without devices, any event is sufficient. */
export function FirstMessage({ map, totals }: Props) {
  const platform = usePlatform();
  if (platform === undefined) return null;
  const { things } = platform;
  const isUsed = (things.length === 0 ? totals.events : totals.ofDevices) > 0;
  return isUsed ? null : <Card map={map} things={things} />;
}

function Card({ map, things }: { map: ArchitectureMap; things: readonly string[] }) {
  const [isClosed, setClosed] = useState(false);
  const example = useAllowedExample(exampleMessages(map, things));
  if (isClosed) return null;
  return (
    <Paper className={classes.card} withBorder shadow="md" p="lg">
      <Group justify="space-between" wrap="nowrap" align="start" mb={4}>
        <Title order={2} size="h3">
          The platform is ready: send the first message
        </Title>
        <CloseButton aria-label="Close" onClick={() => setClosed(true)} />
      </Group>
      {things.length === 0 ? (
        <WithoutDevices />
      ) : example === undefined ? (
        <Loader size="sm" role="status" aria-label="Loading" />
      ) : (
        <MessageForm things={things} example={example} />
      )}
    </Paper>
  );
}

/** Ways to use a stack without devices. */
function WithoutDevices() {
  const { endpoints = {} } = usePlatform() ?? {};
  return (
    <>
      <Text size="sm" mb="sm">
        The stack has no thing with a device certificate, so no device can be simulated. Publish a message with the{' '}
        <Anchor inherit underline="always" href={hashOf({ view: 'mqtt', query: { tab: 'publish' } })}>
          MQTT client
        </Anchor>
        , or send requests to an endpoint:
      </Text>
      <Facts facts={{ AWS: endpoints['aws'], API: endpoints['api'], WebSocket: endpoints['live'] }} />
    </>
  );
}

function MessageForm({ things, example }: { things: readonly string[]; example: Example }) {
  const [{ thing, topic, payload }, setMessage] = useState(example);
  const [isCommandShown, setCommandShown] = useState(false);
  const { endpoints = {}, directory = '.' } = usePlatform() ?? {};
  const start = useChange('startSimulation');
  const command = publishCommand({ thing, topic, payload }, { endpoints, directory });
  const change = (values: Partial<Example>) => setMessage({ thing, topic, payload, ...values });
  return (
    <>
      <Text size="sm" mb="sm">
        A simulated device connects over MQTT with its certificate, and publishes this message every five seconds.
      </Text>
      <div className={classes.fields}>
        <Select
          label="Device"
          size="xs"
          data={[...things]}
          value={thing}
          allowDeselect={false}
          onChange={(value) =>
            value !== null &&
            change({ thing: value, topic: topic.replaceAll(thing, value), payload: payload.replaceAll(thing, value) })
          }
        />
        <TextInput
          label="Topic"
          size="xs"
          value={topic}
          onChange={({ currentTarget }) => change({ topic: currentTarget.value })}
        />
      </div>
      <Textarea
        label="Payload"
        size="xs"
        mt="xs"
        autosize
        minRows={1}
        maxRows={6}
        classNames={{ input: classes.code ?? '' }}
        value={payload}
        onChange={({ currentTarget }) => change({ payload: currentTarget.value })}
      />
      <Group mt="md" gap="sm">
        <ChangeButton
          size="sm"
          variant="filled"
          loading={start.isPending || start.isSuccess}
          onClick={() => start.mutate({ path: { thing }, body: { topic, payload, seconds: 5 } })}
        >
          Start simulated device
        </ChangeButton>
        <Button
          size="sm"
          variant="subtle"
          aria-expanded={isCommandShown}
          onClick={() => setCommandShown(!isCommandShown)}
        >
          From a terminal
        </Button>
        <Anchor size="sm" href={hashOf({ view: 'mqtt' })}>
          From the MQTT client
        </Anchor>
      </Group>
      {start.error !== null && <ErrorNote error={start.error} />}
      {isCommandShown && (
        <div className={classes.command}>
          <pre className={classes.code}>{command}</pre>
          <CopyButton text={command} label="Copy command" />
        </div>
      )}
    </>
  );
}
