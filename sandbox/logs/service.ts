import type { Ground } from '../kernel/ground.ts';
import type { LogSink } from '../kernel/log-sink.ts';
import type { MetricSink } from '../kernel/metric-sink.ts';
import { arn } from '../kernel/place.ts';
import { checkResourcePolicy } from '../kernel/resource-policy.ts';
import type { DecideByResource } from '../kernel/resource-policy.ts';
import type { Service } from '../kernel/service.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { extractMetrics } from './embedded-metrics.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { groupNameIn } from './log-names.ts';
import { LogStore } from './log-store.ts';
import { describeQueryDefinitions, getQueryResults, queryTable, startQuery } from './query-operations.ts';
import { logGroupResource } from './resources/log-group.ts';
import { queryDefinitionResource } from './resources/query-definition.ts';
import { resourcePolicyResource, wholePolicy } from './resources/resource-policy.ts';
import type { ResourcePolicies } from './resources/resource-policy.ts';
import type { LogsRoom, QueryDefinition } from './room.ts';
import { createTrimmer } from './trimmer.ts';

/** CloudWatch Logs, with what other rooms need of it. */
export interface Logs extends Service, LogSink {
  /** The account's resource policy for log groups as JSON text. */
  readonly policyOf: (logGroupArn: string) => string | undefined;
}

/** What the room is handed besides the ground. */
export interface LogsDependencies {
  /** Takes the metrics of lines in the embedded metric format. */
  readonly metrics: MetricSink;
  /** Evaluates the account's resource policy for what other services deliver; without it everything is let in. */
  readonly decideByResource?: DecideByResource;
}

const operations = [
  describeLogGroups,
  filterLogEvents,
  describeQueryDefinitions,
  startQuery,
  getQueryResults,
];

/** CloudWatch Logs: groups and events, written by other rooms alone, saved queries, and a subset of Logs Insights. */
export function createLogs(ground: Ground, { metrics, decideByResource }: LogsDependencies): Logs {
  const { store, clock } = ground;
  store.define(queryTable);
  const logs = new LogStore(store);
  const policies: ResourcePolicies = new Map();
  const trimmer = createTrimmer(ground, logs);
  const write: LogSink['write'] = ({ group, stream, messages }) => {
    const now = clock.now();
    logs.append(logs.ensureGroup(group, now), stream, { messages, now });
    for (const { message } of messages) extractMetrics(message, metrics);
  };
  const definitions = new Map<string, QueryDefinition>();
  const room: LogsRoom = { ground, logs, definitions };

  return {
    name: 'logs',
    wire: { target: 'Logs_20140328', jsonVersion: '1.1' },
    operations: operations.map((make) => make(room)),
    resourceTypes: [
      logGroupResource(ground, logs),
      queryDefinitionResource(definitions),
      resourcePolicyResource(policies),
    ],
    write,
    policyOf: () => wholePolicy(policies),
    receive: ({ target, body, caller }) => {
      const { name } = logs.group(groupNameIn(target));
      const resource = arn(ground.place, 'logs', `log-group:${name}:*`);
      const permission = { action: 'logs:PutLogEvents', resource };
      checkResourcePolicy(decideByResource, { policy: wholePolicy(policies), caller, permission });
      const stream = (caller.sourceArn ?? caller.principal).replaceAll(/[:*]/g, '-').slice(0, 512);
      write({ group: name, stream, messages: [{ at: clock.now(), message: body }] });
    },
    start: trimmer.wake,
    stop: trimmer.stop,
  };
}
