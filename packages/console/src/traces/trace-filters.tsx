import { Button, Pill, Select, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { SkippedNote } from '../shared/skipped-note';
import { VisibleText } from '../shared/visible-text';
import { navigate, useRoute } from '../shell/use-route';
import { eventKinds, type TraceFilter } from './trace-filter';
import classes from './traces.module.css';

const kinds = Object.entries(eventKinds).map(([value, label]) => ({ value, label }));

interface Props {
  readonly filter: TraceFilter;
  readonly isPaused: boolean;
  readonly setPaused: (isPaused: boolean) => void;
}

/** Filters of the list, which are kept in the address. */
export function TraceFilters({ filter, isPaused, setPaused }: Props) {
  const { item } = useRoute();
  const change = (values: TraceFilter) =>
    navigate({ view: 'traces', item, query: { ...filter, ...values } }, { replace: true });
  return (
    <search className={classes.filters}>
      <FilterText label="Text" hint="Text or ID" value={filter.text ?? ''} onChange={(text) => change({ text })} />
      <FilterText label="Thing" hint="Thing" value={filter.thing ?? ''} onChange={(thing) => change({ thing })} />
      <Select
        className={classes.kind ?? ''}
        size="xs"
        aria-label="Kind of event"
        placeholder="Kind of event"
        data={kinds}
        value={filter.kind ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Clear the kind' }}
      />
      <Switch
        size="xs"
        label="Failed only"
        checked={filter.failed === 'true'}
        onChange={({ currentTarget }) => change({ failed: currentTarget.checked ? 'true' : undefined })}
      />
      <Button
        size="compact-xs"
        variant="default"
        aria-pressed={isPaused}
        className={classes.pause ?? ''}
        onClick={() => setPaused(!isPaused)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <SkippedNote />
      {filter.resource !== undefined && (
        <Pill
          withRemoveButton
          onRemove={() => change({ resource: undefined })}
          removeButtonProps={{ 'aria-label': 'Remove the resource filter', tabIndex: 0, 'aria-hidden': false }}
        >
          <VisibleText text={filter.resource} />
        </Pill>
      )}
    </search>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Text field that reports its value shortly after the last keystroke. */
function FilterText({ label, hint, value, onChange }: TextProps) {
  const [draft, setDraft] = useState(value);
  const reported = useRef(value);
  const report = useDebouncedCallback((text: string) => {
    reported.current = text;
    onChange(text);
  }, 250);
  useEffect(() => {
    // the value was changed by a link, and not by this field
    if (value !== reported.current) setDraft(value);
    reported.current = value;
  }, [value]);
  return (
    <TextInput
      size="xs"
      className={classes.text ?? ''}
      type="search"
      aria-label={label}
      placeholder={hint}
      value={draft}
      onChange={({ currentTarget }) => {
        setDraft(currentTarget.value);
        report(currentTarget.value.trim());
      }}
    />
  );
}
