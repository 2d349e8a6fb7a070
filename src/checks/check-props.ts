import { InputChecks } from '../input/input-checks';
import { PolicyTrustZone } from '../policy/policy-analyzer';
import { zoneProblems } from '../policy/questions/allows-outside';
import { Check, isRule, noSuchRule } from '../rules/check';

/** Which rules are for a bucket. */
export enum CheckLevel {
  /** The rules for every bucket of an app. */
  BASELINE = 'BASELINE',
  /** These and the rules for buckets that a team opts into more for. */
  STRICT = 'STRICT',
}

/** How a finding weighs. */
export enum FindingSeverity {
  /** Synth fails. */
  ERROR = 'error',
  /** Synth goes on, and says so. */
  WARNING = 'warning',
}

/** Which rules `HardenedBucketChecks` and `HardenedBucketAspect` apply, and how they weigh. */
export interface HardenedBucketChecksProps {
  /**
   * Which rules are applied. RULES.md says the level of each.
   *
   * @default CheckLevel.BASELINE
   */
  readonly level?: CheckLevel;

  /**
   * The ids of rules that are not applied, such as `HardenedBucket-Versioning`.
   *
   * An acknowledgment on the bucket, with its reason, says more to the next reader.
   *
   * @default - all rules of the level are applied
   */
  readonly excludedRules?: string[];

  /**
   * Rules that are on another level than that in RULES.md, by their ids. At `CheckLevel.STRICT` all rules are applied, whatever
   * their level.
   *
   * @default - each rule is on its own level
   */
  readonly levels?: { [rule: string]: CheckLevel };

  /**
   * Rules that weigh more or less than RULES.md says, by their ids.
   *
   * What is not known before deployment is a warning, whatever the rule.
   *
   * @default - each rule has its own severity
   */
  readonly severities?: { [rule: string]: FindingSeverity };

  /**
   * Whom and what you trust beside the bucket's own account: what a policy allows beyond it is a finding.
   *
   * @default - no trust zone is declared, and nothing is judged by it
   */
  readonly trustZone?: PolicyTrustZone;
}

/** @throws Error for the id of a rule that there is not, and for a trust zone of what is no id or CIDR block */
export function checkOf(props: HardenedBucketChecksProps): Check {
  const checks = new InputChecks();
  checks.struct('HardenedBucketChecksProps', props);
  const { level, excludedRules, levels, severities, trustZone } = props;
  checkEnum(checks, 'level', level, CheckLevel, 'CheckLevel');
  Object.entries(levels ?? {}).forEach(([rule, value]) => checkEnum(checks, `levels['${rule}']`, value, CheckLevel, 'CheckLevel'));
  Object.entries(severities ?? {}).forEach(([rule, value]) => checkEnum(checks, `severities['${rule}']`, value, FindingSeverity, 'FindingSeverity'));
  [...excludedRules ?? [], ...Object.keys(levels ?? {}), ...Object.keys(severities ?? {})].filter((id) => !isRule(id)).forEach((id) => checks.refuse(noSuchRule(id)));
  zoneProblems(trustZone ?? {}).forEach(({ message }) => checks.refuse(message));
  checks.throwIfAny();
  return new Check({ level, excluded: excludedRules, levels, severities, trustZone });
}

/** JavaScript, and casts, let anything through: a level that is none would judge by the lowest. */
function checkEnum<T extends string>(checks: InputChecks, prop: string, value: T | undefined, values: Record<string, T>, enumName: string): void {
  if (value !== undefined && !Object.values(values).includes(value)) {
    checks.refuse(`${prop} is '${value}'. Use one of ${Object.keys(values).map((name) => `${enumName}.${name}`).join(', ')}`);
  }
}
