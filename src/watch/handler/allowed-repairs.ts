import { PlannedRepair, Repairs } from './repair-bucket';
import { AccountReader } from '../../account/account-reader';
import { applyCall } from '../../account/apply-call';
import { AwsClients, createClients } from '../../account/aws-clients';
import { planRepairs } from '../../repair/plan-repairs';
import { RepairOptions } from '../../repair/repair';
import { REPAIRS } from '../../repair/repairs';
import { REPAIR_LOG_DELIVERY } from '../../repair/repairs-of-logging';
import { WatchSettings } from '../watch-environment';

/** How often a repair is made on one bucket within 24 hours, unless the settings say otherwise. */
const PER_DAY = 3;

/** The repairs that the settings allow, each with the role that makes it; undefined if they allow none. */
export function allowedRepairs(
  { repairs, dryRun, repairOptions, repairsPerDay = PER_DAY }: WatchSettings, reader: Pick<AccountReader, 'readBucket'>, endpointUrl: string | undefined,
): Repairs | undefined {
  if (repairs.length === 0) {
    return undefined;
  }
  const options = repairOptions as RepairOptions;
  const allowed = REPAIRS.filter(({ id }) => repairs.some((repair) => repair.id === id));
  const clients = new Map<string, AwsClients>();
  return {
    dryRun,
    perDay: repairsPerDay,
    idsFor: (rules) => allowed.filter((repair) => repair.rules.some((rule) => rules.includes(rule))).map(({ id }) => id),
    plan: async (bucket, account, ids) => {
      // Whether it can take logs is known once it has been read.
      const accessLogsTarget = options.accessLogsBucket !== undefined && ids.includes(REPAIR_LOG_DELIVERY.id) ? await reader.readBucket(options.accessLogsBucket) : undefined;
      const { plans } = planRepairs(bucket, account, ids, { ...options, ...accessLogsTarget ? { accessLogsTarget } : {} });
      return plans.map(({ repair, plan }): PlannedRepair => ({ id: repair.id, rules: repair.rules, plan }));
    },
    apply: async (repair, region, call) => {
      const roleArn = repairs.find(({ id }) => id === repair)!.roleArn;
      const made = clients.get(repair) ?? createClients({ roleArn, ...endpointUrl === undefined ? {} : { endpointUrl } });
      clients.set(repair, made);
      await applyCall(made, region, call);
    },
  };
}
