import { Tabs, TagsInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { apiQuery } from '../api/client';
import type { Message } from '../api/operations';
import { ErrorNote } from '../shared/error-note';
import { formatCount } from '../shared/format';
import { Hint } from '../shared/section';
import { navigate, useRoute } from '../shell/use-route';
import { filterMistake, filtersOf, mostFilters } from './filters';
import { MessageList } from './message-list';
import classes from './mqtt.module.css';
import { PublishForm } from './publish-form';
import { RetainedMessages } from './retained-messages';
import { firstRule, type RuleDraft, RuleTrial } from './rule-trial';
import { type Draft, draftOf, emptyDraft } from './saved-messages';
import { TopicTreeView } from './topic-tree-view';
import { useMessagesOf } from './use-messages-of';

const ValueChart = lazy(() => import('./value-chart'));

const tabs = {
  messages: 'Messages',
  publish: 'Publish',
  retained: 'Retained',
  values: 'Values',
  rule: 'Rule SQL',
} as const;

const refreshMs = 2_000;

const show = (query: { readonly filters: string | undefined; readonly tab: string | undefined }) =>
  navigate({ view: 'mqtt', query }, { replace: true });

/** MQTT client: topics, messages, publishing, retained messages, graphs of values and trials of rule SQL. */
export default function MqttView() {
  const { query = {} } = useRoute();
  const given = query['filters'];
  const tab = query['tab'] ?? 'messages';
  const filters = filtersOf(given);
  const { data, error } = useQuery({ ...apiQuery('listTopics'), refetchInterval: refreshMs });
  return (
    <div className={classes.view}>
      <section className={classes.side} aria-labelledby="topics">
        <div className={classes.sideHead}>
          <Title order={2} size="h3" id="topics">
            Topics
          </Title>
          <Hint>{formatCount(data?.topics.length ?? 0)}</Hint>
        </div>
        <div className={classes.panel}>
          {error !== null && <ErrorNote error={error} />}
          {data !== undefined && (
            <TopicTreeView topics={data.topics} filters={filters} choose={(filter) => show({ filters: filter, tab })} />
          )}
          {data !== undefined && data.dropped > 0 && (
            <Hint>{formatCount(data.dropped)} further topics are not listed.</Hint>
          )}
        </div>
      </section>
      <Client filters={filters} tab={tab} />
    </div>
  );
}

/** Subscriptions and tabs. Drafts are kept here, so that they outlive the tab in which they are edited. */
function Client({ filters, tab }: { filters: readonly string[]; tab: string }) {
  const [isPaused, setPaused] = useState(false);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [rule, setRule] = useState<RuleDraft>(firstRule);
  const [path, setPath] = useState<string>();
  const { messages, error } = useMessagesOf(filters, isPaused);
  const open = (chosen: string) => show({ filters: filters.join('\n'), tab: chosen });
  const reuse = (message: Message) => {
    setDraft(draftOf(message));
    open('publish');
  };
  return (
    <div className={classes.main}>
      <div className={classes.subscriptions}>
        <TagsInput
          label="Subscriptions"
          description={`Topic filters with + and #, at most ${mostFilters}`}
          value={[...filters]}
          error={filters.map(filterMistake).find((mistake) => mistake !== undefined)}
          maxTags={mostFilters}
          maxLength={256}
          splitChars={[]}
          clearable={false}
          onChange={(chosen) => show({ filters: chosen.join('\n'), tab })}
        />
        {error !== null && <ErrorNote error={error} />}
      </div>
      <Tabs
        className={classes.tabs}
        value={tab in tabs ? tab : 'messages'}
        keepMounted={false}
        onChange={(chosen) => open(chosen ?? 'messages')}
      >
        <Tabs.List px="sm">
          {Object.entries(tabs).map(([key, title]) => (
            <Tabs.Tab key={key} value={key}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="messages" className={classes.panel}>
          <MessageList messages={messages} isPaused={isPaused} setPaused={setPaused} reuse={reuse} />
        </Tabs.Panel>
        <Tabs.Panel value="publish" className={classes.panel}>
          <PublishForm draft={draft} setDraft={setDraft} />
        </Tabs.Panel>
        <Tabs.Panel value="retained" className={classes.panel}>
          <RetainedMessages />
        </Tabs.Panel>
        <Tabs.Panel value="values" className={classes.panel}>
          <Suspense fallback={null}>
            <ValueChart messages={messages} chosen={path} choose={setPath} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="rule" className={classes.panel}>
          <RuleTrial rule={rule} setRule={setRule} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
