import { ACCESS_ALARM_DEFAULTS, AccessAlarmOptions } from './access-alarm-options';
import { ContributorRuleId } from './contributor-rules';
import { LogFilterId } from './log-filters';
import { RunbookArticle } from './runbook';
import { givenIn } from '../input/given';

/** An alarm on the data events of a bucket, before there is any construct of it. */
export interface AccessAlarm {
  readonly id: RunbookArticle;
  readonly watches: { readonly rule: ContributorRuleId; readonly statistic: ContributorStatistic } | { readonly filter: LogFilterId };
  readonly threshold: number;
  /** Looks at one long period in place of several short ones. */
  readonly isSlow?: boolean;
  /** Whether it is a sign of someone who looks around, by itself. A client that asks for one thing again and again is none. */
  readonly isOfProbe: boolean;
  readonly meaning: string;
}

/** What a contributor rule tells of a period: the count of anyone who has most, or how many there are. */
export type ContributorStatistic = 'MaxContributorValue' | 'UniqueContributors';

/** The alarms that options ask for; on unknown sources only where the known ones are named. */
export function accessAlarms(options: AccessAlarmOptions | undefined, knowsSources: boolean): AccessAlarm[] {
  const limits = { ...ACCESS_ALARM_DEFAULTS, ...givenIn(options) };
  return [
    {
      id: 'FailedGetsByAddress',
      watches: { rule: 'FailedGetsByAddress', statistic: 'MaxContributorValue' },
      threshold: limits.failedGetsPerAddressThreshold,
      isOfProbe: false,
      meaning: 'Many GET requests of one address fail: a client lost a permission or requests deleted objects, or someone is guessing keys',
    },
    {
      id: 'FailedGetsByIdentity',
      watches: { rule: 'FailedGetsByIdentity', statistic: 'MaxContributorValue' },
      threshold: limits.failedGetsPerIdentityThreshold,
      isOfProbe: false,
      meaning: 'Many GET requests of one identity fail: it lost a permission, or its credentials are in the wrong hands',
    },
    {
      id: 'FailedGetsByRole',
      watches: { rule: 'FailedGetsByRole', statistic: 'MaxContributorValue' },
      threshold: limits.failedGetsPerIdentityThreshold,
      isOfProbe: false,
      meaning: 'Many GET requests of one role fail, over all of its sessions: it lost a permission, or its credentials are in the wrong hands',
    },
    {
      id: 'FailingAddresses',
      watches: { rule: 'FailedGetsFromOutside', statistic: 'UniqueContributors' },
      threshold: limits.failingAddressesThreshold,
      isOfProbe: true,
      meaning: 'GET requests of many addresses fail, outside of VPC endpoints: someone may be probing from many places',
    },
    {
      id: 'DeniedKeys',
      watches: { rule: 'DeniedKeys', statistic: 'UniqueContributors' },
      threshold: limits.deniedKeysThreshold,
      isOfProbe: true,
      meaning: 'GET requests of many different keys are denied: someone may be guessing which objects exist',
    },
    {
      id: 'SlowScan',
      watches: { rule: 'DeniedKeys', statistic: 'UniqueContributors' },
      threshold: limits.slowDeniedKeysThreshold,
      isSlow: true,
      isOfProbe: true,
      meaning: 'Over hours, GET requests of many different keys are denied: someone may be guessing slowly, to stay below the other alarms',
    },
    {
      id: 'AccessDenied',
      watches: { filter: 'AccessDenied' },
      threshold: limits.accessDeniedThreshold,
      isOfProbe: false,
      meaning: 'Many requests are denied: a policy or a role was changed, or someone is trying permissions',
    },
    {
      id: 'AnonymousRequests',
      watches: { filter: 'AnonymousRequests' },
      threshold: limits.anonymousRequestsThreshold,
      isOfProbe: false,
      meaning: 'Many requests are not signed: someone without credentials is trying the bucket, or a client has lost its credentials',
    },
    ...knowsSources ? [{
      id: 'UnknownSources' as const,
      watches: { filter: 'UnknownSources' as const },
      threshold: limits.unknownSourcesThreshold,
      isOfProbe: true,
      meaning: 'HEAD or LIST requests come from a source that is not a known one: someone unknown may be listing the bucket',
    }] : [],
  ];
}
