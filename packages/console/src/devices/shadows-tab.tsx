import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../api/hooks';
import type { Device, Shadow } from '../api/operations';
import { ChangeButton } from '../shared/change-button';
import { CodeEditor } from '../shared/code-editor';
import { ErrorNote } from '../shared/error-note';
import { EventRow } from '../shared/event-row';
import { JsonValue } from '../shared/json-text';
import { PayloadView } from '../shared/payload-view';
import { Hint, Section } from '../shared/section';
import { visibleString } from '../shared/visible-characters';
import classes from './devices.module.css';
import { mergePatch } from './merge-patch';

/** Shadows of a device: the classic shadow and the named shadows. */
export function ShadowsTab({ device: { thing, shadows } }: { device: Device }) {
  return (
    <div className={classes.form}>
      {shadows.length === 0 && <Hint>The device does not have a shadow yet.</Hint>}
      {shadows.map((shadow) => (
        <ShadowSection key={shadow.name ?? ''} thing={thing} shadow={shadow} />
      ))}
      <NewShadow thing={thing} />
    </div>
  );
}

const sections = ['desired', 'reported', 'delta'] as const;

function ShadowSection({ thing, shadow }: { thing: string; shadow: Shadow }) {
  const [isEdited, setEdited] = useState(false);
  const name = shadow.name === undefined ? 'Classic shadow' : `Shadow ${visibleString(shadow.name)}`;
  return (
    <Section
      title={`${name} · version ${shadow.version}`}
      actions={!isEdited && <ChangeButton onClick={() => setEdited(true)}>Edit desired state</ChangeButton>}
    >
      {isEdited && <DesiredForm thing={thing} shadow={shadow} close={() => setEdited(false)} />}
      <div className={classes.columns}>
        {sections.map((section) => (
          <div key={section}>
            <h4 className={classes.heading}>{section}</h4>
            {shadow[section] === undefined ? (
              <Hint>{section === 'delta' ? 'No difference' : 'Empty'}</Hint>
            ) : (
              <JsonValue value={shadow[section]} label={`${section} state of ${name}`} />
            )}
          </div>
        ))}
      </div>
      <History shadow={shadow} />
    </Section>
  );
}

const historyShown = 5;

function History({ shadow: { history } }: { shadow: Shadow }) {
  const [isComplete, setComplete] = useState(false);
  if (history.length === 0) return null;
  return (
    <div>
      <h4 className={classes.heading}>History</h4>
      <ul className={classes.list}>
        {history.slice(0, isComplete ? undefined : historyShown).map((event) => (
          <li key={event.id}>
            <EventRow event={event} />
            <div className={classes.version}>
              {event.payloads
                .filter(({ label }) => label === 'document')
                .map((payload) => (
                  <PayloadView key={payload.ref} payload={payload} />
                ))}
            </div>
          </li>
        ))}
      </ul>
      {history.length > historyShown && !isComplete && (
        <Button size="compact-sm" variant="subtle" onClick={() => setComplete(true)}>
          All {history.length} versions
        </Button>
      )}
    </div>
  );
}

interface FormProps {
  readonly thing: string;
  /** Shadow when the form was opened; undefined for a new shadow. */
  readonly shadow?: Shadow;
  readonly close: () => void;
}

/** Form for the desired state. It sends only what changes, because a shadow update merges objects. */
function DesiredForm({ thing, shadow, close }: FormProps) {
  const [opened] = useState(shadow);
  const [name, setName] = useState('');
  const [text, setText] = useState(() => JSON.stringify(opened?.desired ?? {}, undefined, 2));
  const [mistake, setMistake] = useState<unknown>();
  const change = useChange('updateShadow', 'getDevice');
  const save = () => {
    setMistake(undefined);
    try {
      const desired = mergePatch(opened?.desired, JSON.parse(text));
      if (desired === undefined) return close();
      const target = opened === undefined ? { ...(name !== '' && { name }) } : named(opened);
      change.mutate({ path: { thing }, body: { ...target, desired } }, { onSuccess: close });
    } catch (error) {
      setMistake(error);
    }
  };
  const error = mistake ?? change.error;
  return (
    <div className={classes.form}>
      {opened === undefined && (
        <TextInput
          label="Name"
          description="Empty for the classic shadow"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      )}
      <CodeEditor language="json" label="Desired state" value={text} onChange={setText} />
      {error !== null && error !== undefined && <ErrorNote error={error} />}
      <div className={classes.fields}>
        <ChangeButton variant="filled" loading={change.isPending} onClick={save}>
          Save
        </ChangeButton>
        <Button size="compact-sm" variant="default" onClick={close}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

const named = ({ name, version }: Shadow) => ({ ...(name !== undefined && { name }), version });

function NewShadow({ thing }: { thing: string }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen)
    return (
      <Section title="New shadow">
        <DesiredForm thing={thing} close={() => setOpen(false)} />
      </Section>
    );
  return (
    <div>
      <ChangeButton onClick={() => setOpen(true)}>New shadow</ChangeButton>
    </div>
  );
}
