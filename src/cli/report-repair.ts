import { TextMarks } from './terminal-colors';
import { LiveBucket } from '../facts/live-bucket';
import { requestLine } from '../policy/request-text';
import { visible } from '../policy/visible-text';
import { CombinedPlan } from '../repair/plan-repairs';
import { RepairCall, RepairStep } from '../repair/repair';

/** What is planned for a bucket, for people. */
export function planText({ name, account, region }: LiveBucket, { plans, steps }: CombinedPlan, { heading, weight, good }: TextMarks): string {
  const nothing = plans.filter(({ plan }) => plan.kind === 'nothing').map(({ repair }) => repair.id);
  return [
    heading(`Bucket ${name} of account ${account} in ${region}`),
    ...plans.flatMap(({ repair: { id, title }, plan }) => plan.kind === 'nothing' ? [] : [
      '',
      `${heading(id)}  ${title}`,
      ...plan.kind === 'refused' ? [`  ${weight('warning', 'refused')}  ${indented(plan.reason)}`] : plan.steps.flatMap(stepLines),
    ]),
    '',
    ...nothing.length === 0 ? [] : [`${good('nothing to do')}  ${nothing.join(', ')}`],
    ...steps.length === 0 ? [] : [`calls  ${steps.map(({ call, permissions }) => `${call} (${permissions.join(', ')})`).join(', ')}`],
  ].join('\n').replace(/\n+$/, '');
}

function stepLines({ before, after, lost }: RepairStep): string[] {
  return [
    `  before  ${indented(before)}`,
    `  after   ${indented(after)}`,
    ...lost.map((request) => `  lost    ${requestLine(request)}`),
  ];
}

function indented(text: string): string {
  return text.split('\n').map(visible).join('\n          ');
}

/** The same for tools. */
export function planJson({ name, account, region }: LiveBucket, { plans, steps }: CombinedPlan, done: { readonly applied: boolean; readonly saved: string | null }): object {
  return {
    bucket: name,
    account,
    region,
    repairs: plans.map(({ repair: { id, title, rules }, plan }) => ({ id, title, rules, kind: plan.kind, reason: plan.kind === 'refused' ? plan.reason : null, steps: plan.kind === 'steps' ? plan.steps : [] })),
    steps,
    ...done,
  };
}

/** What undoing sends, for people. */
export function undoText({ name, account, region }: LiveBucket, calls: readonly RepairCall[], { heading }: TextMarks): string {
  return [
    heading(`Bucket ${name} of account ${account} in ${region}: put back what was there`),
    ...calls.map(({ call, input }) => {
      const { Bucket, ExpectedBucketOwner, ...parameters } = input;
      return `  ${call}${Object.keys(parameters).length === 0 ? '' : `  ${visible(JSON.stringify(parameters))}`}`;
    }),
  ].join('\n');
}
