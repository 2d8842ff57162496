import { Anchor, Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../api/hooks';
import { ChangeButton } from '../shared/change-button';
import { CodeEditor } from '../shared/code-editor';
import { ErrorNote } from '../shared/error-note';
import { Section } from '../shared/section';
import { hashOf } from '../shell/route';
import classes from './mqtt.module.css';
import { PublishProperties } from './publish-properties';
import { type Draft, emptyDraft, propertiesOf, useSavedMessages } from './saved-messages';

interface Props {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
}

/** Form that publishes a message, as an MQTT client or the Publish API does. */
export function PublishForm({ draft, setDraft }: Props) {
  const publish = useChange('publish', 'listTopics', 'listMessages', 'listRetained');
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { topic, payload, encoding, qos, retain, properties } = draft;
  const send = () =>
    publish.mutate({ body: { topic, payload, encoding, qos, retain, properties: propertiesOf(properties) } });
  return (
    <div className={classes.page}>
      <SavedMessages draft={draft} setDraft={setDraft} />
      <Section title="Message">
        <TextInput
          label="Topic"
          placeholder="Sensor/temp/room1"
          value={topic}
          spellCheck={false}
          onChange={({ currentTarget }) => change({ topic: currentTarget.value })}
        />
        <CodeEditor language="json" label="Payload" value={payload} onChange={(text) => change({ payload: text })} />
        <div className={classes.fields}>
          <NativeSelect
            label="Encoding"
            data={['text', 'base64']}
            value={encoding}
            onChange={({ currentTarget }) => change({ encoding: currentTarget.value === 'base64' ? 'base64' : 'text' })}
          />
          <NativeSelect
            label="QoS"
            data={['0', '1']}
            value={`${qos}`}
            onChange={({ currentTarget }) => change({ qos: currentTarget.value === '1' ? 1 : 0 })}
          />
          <Switch
            label="Retain"
            checked={retain}
            pb={8}
            onChange={({ currentTarget }) => change({ retain: currentTarget.checked })}
          />
        </div>
        <PublishProperties draft={properties} change={(part) => change({ properties: { ...properties, ...part } })} />
        {publish.error !== null && <ErrorNote error={publish.error} />}
        <div className={classes.fields}>
          <ChangeButton
            variant="filled"
            size="sm"
            loading={publish.isPending}
            impossible={topic === '' ? 'The topic is missing' : undefined}
            onClick={send}
          >
            Publish
          </ChangeButton>
          <div aria-live="polite">
            {publish.data !== undefined && (
              <Anchor size="sm" href={hashOf({ view: 'traces', item: `${publish.data.trace}` })}>
                Published: trace {publish.data.trace}
              </Anchor>
            )}
          </div>
        </div>
      </Section>
    </div>
  );
}

/** Messages that are saved in this browser under a name. */
function SavedMessages({ draft, setDraft }: Props) {
  const [saved, setSaved] = useSavedMessages();
  const [name, setName] = useState('');
  const names = Object.keys(saved);
  const isKnown = names.includes(name);
  return (
    <Section title="Saved messages">
      <div className={classes.fields}>
        <NativeSelect
          label="Saved message"
          data={[{ value: '', label: names.length === 0 ? 'none' : 'New message' }, ...names]}
          value={isKnown ? name : ''}
          onChange={({ currentTarget: { value } }) => {
            setName(value);
            // an earlier version may have saved a message without properties
            setDraft({ ...emptyDraft, ...saved[value] });
          }}
        />
        <TextInput label="Name" value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <Button variant="default" disabled={name === ''} onClick={() => setSaved({ ...saved, [name]: draft })}>
          Save
        </Button>
        <Button
          variant="default"
          disabled={!isKnown}
          onClick={() => {
            const { [name]: _, ...others } = saved;
            setSaved(others);
            setName('');
          }}
        >
          Delete
        </Button>
      </div>
    </Section>
  );
}
