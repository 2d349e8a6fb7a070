import { Judgement, RuleVerdict, ruleVerdicts, WATCH_RULE } from './rule-verdicts';
import { LiveAccount, LiveBucket } from '../../facts/live-bucket';
import { Check } from '../../rules/check';
import { checkLive, comparisonText, ModelComparison } from '../../rules/check-live';
import { WatchSettings } from '../watch-environment';

/** The rules that a watch reports, as a function of what was read of a bucket. */
export function liveJudge({ level, excludedRules, reportFrom, model }: Pick<WatchSettings, 'level' | 'excludedRules' | 'reportFrom' | 'model'>): (account: LiveAccount, bucket: LiveBucket) => Judgement {
  const check = new Check({ level, excluded: excludedRules, fixHint: 'cloudFormation' });
  const rules = check.rules.filter(({ severity, notLive }) => notLive === undefined && (reportFrom === 'warning' || severity === 'error'));
  const isCompared = model.tag !== undefined || model.byDefault !== undefined;
  return (account, bucket) => {
    const report = checkLive(account, [bucket], check, isCompared ? { model } : {});
    const judgement = ruleVerdicts(report, rules);
    const compared = report.comparisons.map(modelVerdict);
    return { ...judgement, verdicts: [...judgement.verdicts, ...compared] };
  };
}

/** What a comparison with a model says, as a rule of the watch. */
export function modelVerdict(compared: ModelComparison): RuleVerdict {
  const { model, comparison } = compared;
  const common = { rule: `${WATCH_RULE}Model`, title: `the bucket is nowhere more permissive than its model ${model}`, severity: 'warning', findings: [] } as const;
  const relation = comparison?.relation;
  const text = comparisonText(compared);
  const message = `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  switch (relation) {
    case 'equivalent': case 'less': return { ...common, kind: 'compliant' };
    case 'unknown': return { ...common, kind: 'unknown', reason: message };
    default: return {
      ...common,
      kind: 'violation',
      findings: [{
        id: relation === undefined ? 'NoSuchModel' : 'MorePermissive',
        message,
        fix: relation === undefined ? 'Correct the tag of the bucket that names its model.' : `Make the bucket like the model ${model}, or name another model in its tag.`,
      }],
    };
  }
}
