import { BaselineFile, readBaselineFile } from './baseline-file';
import { InputChecks } from '../input/input-checks';
import { PolicyTrustZone } from '../policy/policy-analyzer';
import { zoneProblems } from '../policy/questions/allows-outside';
import { BaselineProblem } from '../rules/baseline';
import { CATALOG } from '../rules/catalog';
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

/** Which rules `HardenedBucketChecks` and `HardenedBucketAspect` apply, how they weigh, and which findings are known. */
export interface HardenedBucketChecksProps {
  /**
   * Which rules are applied. RULES.md says the level of each.
   *
   * @default CheckLevel.BASELINE
   */
  readonly level?: CheckLevel;

  /**
   * The ids of rules that are not applied, such as `HardenedBucketRules.VERSIONING`.
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

  /**
   * The path of a baseline file, relative to the working directory of the app. Findings in it are not reported, new ones are.
   *
   * Write it with `hardened-bucket check cdk.out --baseline FILE --write-baseline`, and commit it. Entries that match no finding any
   * more are a warning, so that the file shrinks as buckets improve.
   *
   * @default - every finding is reported
   */
  readonly baseline?: string;

  /**
   * Whether every finding is a warning, so that synth never fails because of one.
   *
   * It is stronger than `severities`: what is an error there is a warning too until this is removed. A `HardenedBucket` that
   * something broke still fails, because it checks itself. `cdk synth --strict` fails on warnings.
   *
   * @default false
   */
  readonly reportOnly?: boolean;
}

/** What a pack or aspect goes by. */
export interface CheckSettings {
  readonly check: Check;
  readonly baseline: BaselineFile | undefined;
}

/** @throws Error for the id of a rule that there is not, for a trust zone of what is no id or CIDR block, and for a file that is not a baseline */
export function checkOf(props: HardenedBucketChecksProps): CheckSettings {
  const checks = new InputChecks();
  checks.struct('HardenedBucketChecksProps', props);
  const { level, excludedRules, levels, severities, trustZone, reportOnly } = props;
  checkEnum(checks, 'level', level, CheckLevel, 'CheckLevel');
  Object.entries(levels ?? {}).forEach(([rule, value]) => checkEnum(checks, `levels['${rule}']`, value, CheckLevel, 'CheckLevel'));
  Object.entries(severities ?? {}).forEach(([rule, value]) => checkEnum(checks, `severities['${rule}']`, value, FindingSeverity, 'FindingSeverity'));
  [...excludedRules ?? [], ...Object.keys(levels ?? {}), ...Object.keys(severities ?? {})].filter((id) => !isRule(id)).forEach((id) => checks.refuse(noSuchRule(id)));
  zoneProblems(trustZone ?? {}).forEach(({ message }) => checks.refuse(message));
  const baseline = props.baseline === undefined ? undefined : readOrRefuse(props.baseline, checks);
  checks.throwIfAny();
  const weights = reportOnly ? Object.fromEntries(CATALOG.map(({ id }) => [id, FindingSeverity.WARNING])) : severities;
  return { check: new Check({ level, excluded: excludedRules, levels, severities: weights, trustZone }), baseline };
}

function readOrRefuse(file: string, checks: InputChecks): BaselineFile | undefined {
  try {
    return readBaselineFile(file);
  } catch (error) {
    if (!(error instanceof BaselineProblem)) {
      throw error;
    }
    checks.refuse(error.message);
    return undefined;
  }
}

/** JavaScript, and casts, let anything through: a level that is none would judge by the lowest. */
function checkEnum<T extends string>(checks: InputChecks, prop: string, value: T | undefined, values: Record<string, T>, enumName: string): void {
  if (value !== undefined && !Object.values(values).includes(value)) {
    checks.refuse(`${prop} is '${value}'. Use one of ${Object.keys(values).map((name) => `${enumName}.${name}`).join(', ')}`);
  }
}
