import { Anchor, Button, Loader, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { apiQuery } from '../api/client';
import type { Answer } from '../api/operations';
import { CodeEditor } from '../shared/code-editor';
import { ErrorNote } from '../shared/error-note';
import { formatCount, formatTime } from '../shared/format';
import { JsonText } from '../shared/json-text';
import { Hint, Section } from '../shared/section';
import { VisibleText } from '../shared/visible-text';
import { hashOf } from '../shell/route';
import classes from './mqtt.module.css';

const versions = ['2016-03-23', '2015-10-08', 'beta'] as const;
type Version = (typeof versions)[number];
const isVersion = (text: string): text is Version => versions.some((version) => version === text);

/** Statement that the form contains. */
export interface RuleDraft {
  readonly sql: string;
  readonly version: Version;
  /** Topic filter; empty for the one in the statement. */
  readonly topic: string;
}

export const firstRule: RuleDraft = {
  sql: "SELECT *, topic() AS topic, timestamp() AS received FROM '#'",
  version: '2016-03-23',
  topic: '',
};

interface Props {
  readonly rule: RuleDraft;
  readonly setRule: (rule: RuleDraft) => void;
}

/** Delay between the last keystroke and the evaluation of the statement. */
const typingMs = 400;
const refreshMs = 5_000;

/** Evaluates a rule on the recorded messages. Evaluates it again after each change of the rule, and regularly for new messages. */
function useTrial({ sql, version, topic }: RuleDraft) {
  const [typedSql] = useDebouncedValue(sql, typingMs);
  const [typedTopic] = useDebouncedValue(topic, typingMs);
  const body = { sql: typedSql, version, ...(typedTopic !== '' && { topic: typedTopic }) };
  const query = apiQuery('tryRule', { body });
  return useQuery({ ...query, placeholderData: keepPreviousData, refetchInterval: refreshMs });
}

/** Trial of a rule's SQL on the last hundred messages of a topic. */
export function RuleTrial({ rule, setRule }: Props) {
  const { sql, version, topic } = rule;
  const change = (part: Partial<RuleDraft>) => setRule({ ...rule, ...part });
  const trial = useTrial(rule);
  return (
    <div className={classes.page}>
      <Section title="Rule SQL">
        <Hint>
          The statement is evaluated on the last hundred recorded messages, as you type. Nothing is sent to an action.
        </Hint>
        <CodeEditor language="sql" label="Statement" value={sql} onChange={(text) => change({ sql: text })} />
        <div className={classes.fields}>
          <NativeSelect
            label="SQL version"
            data={[...versions]}
            value={version}
            onChange={({ currentTarget: { value } }) => isVersion(value) && change({ version: value })}
          />
          <TextInput
            flex="1 1 16rem"
            label="Topic filter"
            placeholder="FROM of the statement"
            value={topic}
            spellCheck={false}
            onChange={({ currentTarget }) => change({ topic: currentTarget.value })}
          />
        </div>
        {trial.isPending && <Loader size="sm" role="status" aria-label="Loading" />}
        {trial.error !== null && <ErrorNote error={trial.error} />}
        {trial.data?.error !== undefined && <ErrorNote error={trial.data.error} />}
      </Section>
      {trial.data !== undefined && trial.data.error === undefined && <Results results={trial.data.results} />}
    </div>
  );
}

type Result = Answer<'tryRule'>['results'][number];

const firstResults = 20;

function Results({ results }: { results: readonly Result[] }) {
  const [isComplete, setComplete] = useState(false);
  const matched = results.filter((result) => result.matched).length;
  const sorted = results.toSorted((one, other) => Number(other.matched) - Number(one.matched));
  const shown = isComplete ? sorted : sorted.slice(0, firstResults);
  return (
    <Section title={`${formatCount(matched)} of ${formatCount(results.length)} messages match`}>
      {results.length === 0 && <Hint>No recorded message has a topic that matches the filter.</Hint>}
      <ul className={classes.trials}>
        {[...shown.entries()].map(([position, result]) => (
          <TrialResult key={position} result={result} label={`Output ${position + 1}`} />
        ))}
      </ul>
      {shown.length < results.length && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => setComplete(true)}>
            All {results.length} messages
          </Button>
        </div>
      )}
    </Section>
  );
}

function TrialResult({ result, label }: { result: Result; label: string }) {
  const { message, matched, output, why } = result;
  const { topic, at, trace } = message;
  return (
    <li className={classes.trial} data-matched={matched || undefined}>
      <div className={classes.detailHead}>
        <span className={matched ? classes.good : classes.quiet}>{matched ? '✓ Matched' : '✗ Not matched'}</span>
        <span className={classes.time}>{formatTime(at)}</span>
        <span>
          <VisibleText text={topic} />
        </span>
        {trace !== undefined && (
          <Anchor size="sm" href={hashOf({ view: 'traces', item: `${trace}` })}>
            Trace {trace}
          </Anchor>
        )}
      </div>
      {output !== undefined && <JsonText text={output} label={label} />}
      {why.length > 0 && (
        <pre className={classes.why}>
          <VisibleText text={why.join('\n')} />
        </pre>
      )}
    </li>
  );
}
