import { Judgement, RuleVerdict, ruleVerdicts, WATCH_RULE } from './rule-verdicts';
import { LiveAccount, LiveBucket } from '../../facts/live-bucket';
import { LiveDepth } from '../../facts/live-settings';
import { Check } from '../../rules/check';
import { checkLive, comparisonText, ModelComparison } from '../../rules/check-live';
import { liveDepth } from '../../rules/live-depth';
import { Rule } from '../../rules/rule';
import { WatchSettings } from '../watch-environment';

/** What of the settings decides which rules are judged. */
type JudgeSettings = Pick<WatchSettings, 'level' | 'excludedRules' | 'reportFrom' | 'model'>;

/** What has to be read of a bucket, so that the rules that are reported can judge it. A model has all settings. */
export function judgedDepth(settings: JudgeSettings): LiveDepth {
  return isCompared(settings) ? { level: 'STRICT', tags: settings.model.tag !== undefined } : liveDepth(reportedRules(settings, checkOf(settings)));
}

/** The rules that a watch reports, as a function of what was read of a bucket. */
export function liveJudge(settings: JudgeSettings): (account: LiveAccount, bucket: LiveBucket) => Judgement {
  const check = checkOf(settings);
  const rules = reportedRules(settings, check);
  const { model } = settings;
  return (account, bucket) => {
    const report = checkLive(account, [bucket], check, isCompared(settings) ? { model } : {});
    const judgement = ruleVerdicts(report, rules);
    const compared = report.comparisons.map(modelVerdict);
    return { ...judgement, verdicts: [...judgement.verdicts, ...compared] };
  };
}

function checkOf({ level, excludedRules }: JudgeSettings): Check {
  return new Check({ level, excluded: excludedRules, fixHint: 'cloudFormation' });
}

function reportedRules({ reportFrom }: JudgeSettings, { rules }: Check): readonly Rule[] {
  return rules.filter(({ severity, notLive }) => notLive === undefined && (reportFrom === 'warning' || severity === 'error'));
}

function isCompared({ model }: JudgeSettings): boolean {
  return model.tag !== undefined || model.byDefault !== undefined;
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
