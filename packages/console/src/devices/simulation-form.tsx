import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../api/hooks';
import type { Device } from '../api/operations';
import { ChangeButton } from '../shared/change-button';
import { CodeEditor } from '../shared/code-editor';
import { ErrorNote } from '../shared/error-note';
import { EventRows } from '../shared/event-row';
import { formatCount } from '../shared/format';
import { Facts, Hint, Section } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import classes from './devices.module.css';

const firstPayload = JSON.stringify({ state: { reported: { temperature: 21.5 } } }, undefined, 2);

interface Draft {
  readonly topic: string;
  readonly payload: string;
  readonly seconds: string | number;
}

/** Starts and stops a simulated device. */
export function SimulationForm({ device }: { device: Device }) {
  const { thing, simulation } = device;
  const [draft, setDraft] = useState<Draft>({
    topic: `$aws/things/${thing}/shadow/update`,
    payload: firstPayload,
    seconds: 2,
  });
  const start = useChange('startSimulation', 'getDevice', 'listDevices');
  const stop = useChange('stopSimulation', 'getDevice', 'listDevices');
  if (simulation === undefined) return <StartForm device={device} draft={draft} setDraft={setDraft} start={start} />;
  return (
    <Section
      title="Simulated device"
      actions={
        <ChangeButton
          loading={stop.isPending}
          onClick={() => stop.mutate({ path: { thing } }, { onSuccess: start.reset })}
        >
          Stop
        </ChangeButton>
      }
    >
      {stop.error !== null && <ErrorNote error={stop.error} />}
      <Facts
        facts={{
          Topic: <VisibleText text={simulation.topic} />,
          Interval: `${simulation.seconds} s`,
          'Messages sent': formatCount(simulation.sent),
        }}
      />
    </Section>
  );
}

interface StartProps {
  readonly device: Device;
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  readonly start: ReturnType<typeof useChange<'startSimulation'>>;
}

function StartForm({ device, draft, setDraft, start }: StartProps) {
  const { thing, hasCredentials, connected, events } = device;
  const { topic, payload, seconds } = draft;
  const reasons = [
    !hasCredentials && 'The private key of the device is not in the platform folder',
    connected && 'The device is already connected: the broker would close that connection',
    topic === '' && 'The topic is missing',
    !(Number(seconds) >= 0.1) && 'The interval must be at least 0.1 seconds',
  ];
  return (
    <Section title="Simulated device">
      <Hint>It connects over MQTT with the certificate of this thing and publishes the payload repeatedly.</Hint>
      <div className={classes.fields}>
        <TextInput
          flex="1 1 16rem"
          label="Topic"
          value={topic}
          spellCheck={false}
          onChange={({ currentTarget }) => setDraft({ ...draft, topic: currentTarget.value })}
        />
        <NumberInput
          label="Interval"
          suffix=" s"
          w={110}
          min={0.1}
          max={3600}
          value={seconds}
          onChange={(value) => setDraft({ ...draft, seconds: value })}
        />
      </div>
      <CodeEditor
        language="json"
        label="Payload"
        value={payload}
        onChange={(text) => setDraft({ ...draft, payload: text })}
      />
      {start.error !== null && <ErrorNote error={start.error} />}
      <div>
        <ChangeButton
          variant="filled"
          loading={start.isPending}
          impossible={reasons.find((reason) => typeof reason === 'string') || undefined}
          onClick={() => start.mutate({ path: { thing }, body: { topic, payload, seconds: Number(seconds) } })}
        >
          Start
        </ChangeButton>
      </div>
      {start.isSuccess && (
        <>
          <Hint>The device was disconnected. Its last events:</Hint>
          <EventRows events={events.slice(0, 5)} hint="None." />
        </>
      )}
    </Section>
  );
}
