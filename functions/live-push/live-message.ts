import type { LiveMessage, LiveNews } from '../../contracts/live-messages';

const toIso = (moment: number) => new Date(moment).toISOString();

/** Builds the message that is pushed to web pages when a thing's shadow or a command changes. */
export function buildLiveMessage(news: LiveNews, room: string | undefined): LiveMessage {
  const { thing, traceId } = news;
  const common = { thing, ...(room !== undefined && { room }), at: toIso(news.at), traceId };
  if (news.kind === 'shadow') {
    const { kind, version, before, after } = news;
    return { kind, ...common, version, before: before ?? {}, after: after ?? {} };
  }
  const { kind, command, power, state, expiresAt } = news;
  return { kind, ...common, command, power, state, expiresAt: toIso(expiresAt) };
}
