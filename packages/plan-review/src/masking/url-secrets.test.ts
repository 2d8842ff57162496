import { maskText } from './mask';
import { secret } from './spans';

// only the position in the URL reveals this token, because it does not look random
const token = 'maple42orbit';

/** URLs of services in which `*` stands for the token. */
test.each([
  'hooks.slack.com/services/*',
  'hooks.slack-gov.com/workflows/*',
  'hooks.slack.com/triggers/*',
  'discord.com/api/webhooks/*',
  'ptb.discordapp.com/api/v10/webhooks/*',
  'acme.webhook.office.com/webhookb2/*',
  'outlook.office.com/webhook/*',
  'outlook.office365.com/webhook/*',
  'events.pagerduty.com/integration/*',
  'events.eu.pagerduty.com/x-ere/*',
  'events.pagerduty.com/v2/enqueue/*',
  'api.telegram.org/bot*',
  'api.telegram.org/file/bot*/a.txt',
  'http-intake.logs.datadoghq.com/v1/input/*',
  'http-intake.logs.datadoghq.eu/api/v2/input/*',
  'app.datadoghq.com/intake/webhook/sns/*',
  'http-intake.logs.us5.example.com/v1/input/*',
  'http-intake.logs.ddog-gov.com/api/v2/input/*',
  'hooks.zapier.com/hooks/catch/*',
  'hooks.zapier.com/hooks/standard/*',
  'maker.ifttt.com/use/*',
  'maker.ifttt.com/trigger/a/with/key/*',
  'maker.ifttt.com/trigger/a/json/with/key/*',
  'alert.victorops.com/integrations/generic/20131114/alert/*',
  'open.feishu.cn/open-apis/bot/hook/*',
  'open.larksuite.com/open-apis/bot/v2/hook/*',
  'webexapis.com/v1/webhooks/incoming/*',
  'api.ciscospark.com/v1/webhooks/incoming/*',
  'hc-ping.com/*',
  'healthchecks.io/ping/*',
  'cronitor.link/p/*',
  'nosnch.in/*',
  'webhook.site/*',
  'hook.eu1.make.com/*',
  'hook.integromat.com/*',
  'logs-01.loggly.com/inputs/*',
  'logs-01.loggly.com/bulk/*',
  'endpoint1.collection.sumologic.com/receiver/v1/http/*',
  'mainnet.infura.io/v3/*',
  'eth-mainnet.g.alchemy.com/v2/*',
  'eth-mainnet.alchemyapi.io/v2/*',
  'acme.quiknode.pro/*',
  'uptime.betterstack.com/api/v1/heartbeat/*',
  'heartbeat.uptimerobot.com/*',
  'alert.uptimerobot.com/*',
  'www.zenduty.com/api/events/*',
  'api.squadcast.com/v2/incidents/api/*',
  'api.ilert.com/api/v1/events/generic/*',
  'connect.signl4.com/webhook/*',
  'hooks.airtable.com/workflows/v1/genericWebhook/*',
  'acme.rocket.chat/hooks/*',
  'api.flock.com/hooks/sendMessage/*',
  'hooks.glip.com/webhook/*',
  'hooks.ringcentral.com/webhook/*',
  'acme.spike.sh/v1/alerts/*',
  'push.statuscake.com/*',
  'cloud.squadcast.com/*',
  'api.pushbullet.com/*',
  'oncall-prod.grafana.net/integrations/v1/webhook/*',
  'chat.example/hooks/*',
])('masks the token in https://%s', (url) => {
  expect(maskText(`https://${url.replace('*', token)}`)).toBe(`https://${url.replace('*', secret)}`);
});

const generated = 'k7Qm2xP9vB4nL8sT3wZ6';

test.each([
  ['a generated path segment after `webhooks`', `https://a.example/team/webhooks/${generated}/run`, generated],
  [
    'a UUID after `ping`',
    'https://a.example/ping/3f9e2b7c-1d4a-4056-a1f2-a3b4c5d6e7f8',
    '3f9e2b7c-1d4a-4056-a1f2-a3b4c5d6e7f8',
  ],
  ['a long generated segment in any path', `https://a.example/shop/${generated}yR1cA5/run`, `${generated}yR1cA5`],
  ['a token in place of the user name', `https://${generated}@a.example/x`, generated],
  ['a token and a password', `https://${generated}:maple42orbit@a.example/x`, `${generated}:maple42orbit`],
  ['a password with a slash', 'amqp://shop:ma/ple42@mq.example', 'ma/ple42'],
  ['a password with an at sign', 'amqp://shop:ma@ple42@mq.example', 'ma@ple42'],
  ['a password with a colon', 'amqp://shop:ma:ple42@mq.example', 'ma:ple42'],
  ['the password of a Go data source', 'shop:maple@tcp(db.example:3306)/orders', 'maple'],
])('masks %s', (_, url, part) => {
  expect(maskText(url)).toBe(url.replace(part, secret));
});
