export { FleetQueryError } from './fleet-query/fleet-query-tree';
export { type FieldValue, type FleetDocument, matchesFleetQuery } from './fleet-query/matches';
export { parseFleetQuery } from './fleet-query/parse-fleet-query';
export type { StoredShadow } from './shadow/document';
export type { JsonObject } from './shadow/json';
export { get, remove } from './shadow/read';
export type { RejectedRequest } from './shadow/rejection';
export { throttledResponse } from './shadow/throttled-response';
export { parseShadowTopic, type ShadowId, shadowTopic } from './shadow/topics';
export { update } from './shadow/update';
export { type Clauses, clausesOf, dependsOnMessage } from './sql/clauses';
export { type ConditionChange, compareConditions } from './sql/compare-conditions';
export { compareSelections, type SelectionChange } from './sql/compare-selections';
export { evaluateWithServices, type Services } from './sql/evaluate-with-services';
export { jsonText } from './sql/json-text';
export { type Mqtt5Headers, RuleMessage } from './sql/message';
export { type CompiledRule, compile, compileAlone } from './sql/rule';
export type { Ask, Service, ServiceRequest } from './sql/service-requests';
export { formatSqlError, SqlError } from './sql/sql-error';
export { compileTemplate, type Template } from './sql/template';
export { type ExplainedExpression, explainWhere, explanation } from './sql/trial/explain';
export { createLineTrial } from './sql/trial/try-line';
export { messageOf, reaches, type Trial, type TrialResult, tryRule } from './sql/trial/try-rule';
export { isArray, type SqlValue, type SqlVersion, sqlVersions } from './sql/value';
export { basicIngest } from './topics/basic-ingest';
export { covers, filtersOverlap } from './topics/covers';
export { unknownReserved } from './topics/reserved-topics';
export { parseSharedFilter } from './topics/shared-filter';
export { parseTopic } from './topics/topic';
export { TopicError } from './topics/topic-error';
export { matches, parseTopicFilter } from './topics/topic-filter';
export { TopicIndex } from './topics/topic-index';
export {
  exactTopic,
  patternOfFilter,
  patternOfResource,
  patternOfTemplate,
  patternsOverlap,
} from './topics/topic-pattern';
