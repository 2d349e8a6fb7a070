import { AdoptNames } from './draft';
import { SET_ENCRYPTION } from './settings-of-encryption';
import { SET_ACCESS_LOGGING } from './settings-of-monitoring';
import { TemplateFacts } from '../facts/template-facts';
import { CATALOG } from '../rules/catalog';
import { Check, CheckOptions } from '../rules/check';
import { HARDENED_CONSTRUCT } from '../rules/construction';
import { DELIVERIES_POSSIBLE } from '../rules/deliveries';
import { NONCURRENT_VERSIONS_EXPIRE, VERSIONING } from '../rules/durability';
import {
  BUCKET_KEY, CUSTOMER_MANAGED_KEY, ENCRYPTION_ENFORCED, ENCRYPTION_SET, KEY_ROTATION, KMS_ENCRYPTION, LOG_TARGET_ENCRYPTION,
} from '../rules/encryption';
import { Finding } from '../rules/finding';
import { GRANTED_PATHS_OPEN } from '../rules/granted-paths';
import { GRANTS_EFFECTIVE } from '../rules/grants';
import { NO_DEAD_STATEMENT, NOBODY_LOCKED_OUT } from '../rules/identity';
import { GRANTS_REACH_KEY } from '../rules/key-grants';
import { ACCESS_LOGS_TARGET } from '../rules/logging';
import { POLICY_ACCEPTED } from '../rules/policy-accepted';
import { POLICY_SIZE } from '../rules/policy-size';
import { PRODUCER_ENCRYPTION } from '../rules/producers';
import { SERVICES_ALLOWED } from '../rules/services-allowed';
import { MINIMUM_TLS, TLS_ONLY } from '../rules/transport';
import { Template } from '../template/template';

/** The rules that say what no longer works: asked of every change, whatever the level. */
const BREAKING = [
  GRANTS_REACH_KEY, PRODUCER_ENCRYPTION, DELIVERIES_POSSIBLE, LOG_TARGET_ENCRYPTION, ACCESS_LOGS_TARGET, NOBODY_LOCKED_OUT, GRANTS_EFFECTIVE, SERVICES_ALLOWED,
  GRANTED_PATHS_OPEN, POLICY_ACCEPTED, POLICY_SIZE,
].map(({ id }) => id);

const OF_KMS = [ENCRYPTION_SET.id, KMS_ENCRYPTION.id];

/**
 * Rules that only apply to a bucket that complies with another: what such a rule finds once the other is complied with is no step
 * back.
 */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  [CUSTOMER_MANAGED_KEY.id]: OF_KMS,
  [KEY_ROTATION.id]: OF_KMS,
  [BUCKET_KEY.id]: OF_KMS,
  [ENCRYPTION_ENFORCED.id]: OF_KMS,
  [NONCURRENT_VERSIONS_EXPIRE.id]: [VERSIONING.id],
  // A Deny of more than an older one makes that one say nothing.
  [NO_DEAD_STATEMENT.id]: [TLS_ONLY.id, MINIMUM_TLS.id, ENCRYPTION_ENFORCED.id],
};

/** The settings that most likely bring what a rule finds. */
export const SUSPECTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries([GRANTS_REACH_KEY, PRODUCER_ENCRYPTION, DELIVERIES_POSSIBLE, LOG_TARGET_ENCRYPTION].map(({ id }) => [id, [SET_ENCRYPTION.id]])),
  [ACCESS_LOGS_TARGET.id]: [SET_ACCESS_LOGGING.id],
};

/** The rules that cannot be proved of a key or a log bucket that is in none of the templates. */
export function unprovable({ encryptionKey, accessLogsBucket }: Pick<AdoptNames, 'encryptionKey' | 'accessLogsBucket'>): readonly string[] {
  return [
    ...encryptionKey === undefined ? [] : [GRANTS_REACH_KEY.id, KEY_ROTATION.id, CUSTOMER_MANAGED_KEY.id, PRODUCER_ENCRYPTION.id, ENCRYPTION_ENFORCED.id],
    ...accessLogsBucket === undefined ? [] : [ACCESS_LOGS_TARGET.id],
  ];
}

/** What was found in templates, by the bucket or other resource that it is about. */
export interface Judged {
  readonly facts: TemplateFacts;
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/** Says what a change of templates brings that was not there. */
export class Judge {
  private readonly check: Check;

  constructor(options: CheckOptions) {
    const own = new Check(options).rules.map(({ id }) => id);
    this.check = new Check({ ...options, only: CATALOG.map(({ id }) => id).filter((id) => (own.includes(id) || BREAKING.includes(id)) && id !== HARDENED_CONSTRUCT.id) });
  }

  judge(templates: readonly Template[]): Judged {
    const facts = new TemplateFacts(templates);
    const all = [
      ...facts.buckets.flatMap((bucket) => this.check.bucket(bucket)),
      ...facts.loosePolicies.flatMap((policy) => this.check.loosePolicy(policy)),
      ...templates.flatMap((template) => this.check.template(template)),
      ...facts.looseAccessPoints.flatMap((accessPoint) => this.check.looseAccessPoint(accessPoint)),
    ];
    const findings = new Map<string, Finding[]>();
    for (const finding of all) {
      const key = subjectOf(finding);
      findings.set(key, [...findings.get(key) ?? [], finding]);
    }
    return { facts, findings };
  }
}

/** What a finding is about. */
export function subjectOf({ template, logicalId }: Pick<Finding, 'template' | 'logicalId'>): string {
  return JSON.stringify([template, logicalId]);
}

/** What is found after a change that was not before. A finding is the same one if rule and evidence are. */
export function newFindings(before: Judged, after: Judged, unproved: readonly string[]): readonly Finding[] {
  return newlyFound(before, after).filter((finding) => !isUnproved(finding, unproved));
}

/** What could not be proved because it is elsewhere. */
export function unprovedFindings(before: Judged, after: Judged, unproved: readonly string[]): readonly Finding[] {
  return newlyFound(before, after).filter((finding) => isUnproved(finding, unproved));
}

function isUnproved({ rule, verdict }: Finding, unproved: readonly string[]): boolean {
  return verdict === 'unknown' && unproved.includes(rule);
}

function newlyFound(before: Judged, after: Judged): readonly Finding[] {
  return [...after.findings].flatMap(([subject, found]) => {
    const old = before.findings.get(subject) ?? [];
    const has = (findings: readonly Finding[], rule: string) => findings.some((one) => one.rule === rule);
    return found.filter(({ rule, verdict, evidence }) => {
      const isOld = old.some((one) => one.rule === rule && (verdict === 'unknown' || (one.verdict === 'violation' && one.evidence.id === evidence.id)));
      const follows = (AFTER[rule] ?? []).some((first) => has(old, first) && !has(found, first));
      return !isOld && !follows;
    });
  });
}
